/**
 * Compares play and record with `aplay -M` and `arecord -M`: on the same card, with the same period
 * and buffer, one after the other in one run. Measures the CPU time after start-up, the peak
 * memory, and the smallest period without a loss while another process is busy.
 *
 *   npm run bench -- rivals                     in the guest whose clock counts instructions
 *   npm run bench -- rivals --only cost         CPU time and memory
 *   npm run bench -- rivals --only period       the smallest period
 *   npm run bench -- rivals --seconds 10        shorter than 60 s
 *   npm run bench -- rivals --settle 150        after 150 s in place of 20: V8 has compiled
 *   npm run bench -- rivals --at-once --playback hw:Dummy --capture hw:Dummy
 *                                               each on a subdevice of its own, at once
 *   npm run bench -- rivals --rounds 3          three runs each, alternating; the CPU time of all
 *   npm run bench -- rivals --here --playback hw:1 --capture hw:1     on this machine's cards
 *
 * More: --only cost|period, --period 1024, --periods 4, --survive 30, --json. The smallest period
 * is searched on a separate card (--tight), as QEMU moves the samples of an emulated card in steps
 * of 10 ms.
 */

import { parseOptions, positiveNumber, runCommand, UsageError } from '../scripts/command-line.js';
import { inGuest } from './in-guest.js';
import { onSubdevices, rivals, sineRivals, writeTone } from './rivals/contestants.js';
import { printRivals } from './rivals/report.js';
import { smallestPeriod } from './rivals/smallest-period.js';
import { addCost, steadyCosts } from './rivals/steady-cost.js';

const PARTS = ['cost', 'period'];

await runCommand('bench rivals', async (args) => {
  const { values } = parseOptions({
    args,
    options: {
      here: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      'at-once': { type: 'boolean', default: false },
      settle: { type: 'string', default: '20' },
      seconds: { type: 'string', default: '60' },
      rounds: { type: 'string', default: '1' },
      survive: { type: 'string', default: '30' },
      period: { type: 'string', default: '1024' },
      periods: { type: 'string', default: '4' },
      playback: { type: 'string', default: 'hw:AC97' },
      capture: { type: 'string', default: 'hw:AC97' },
      tight: { type: 'string', default: 'hw:Dummy' },
    },
  });
  const { only, playback, capture, tight, 'at-once': areAtOnce } = values;
  if (only !== undefined && !PARTS.includes(only)) {
    throw new UsageError(`--only: expected ${PARTS.join(' or ')}, got "${only}"`);
  }
  const seconds = positiveNumber('seconds', values.seconds);
  const settle = positiveNumber('settle', values.settle);
  const rounds = positiveNumber('rounds', values.rounds);
  const survive = positiveNumber('survive', values.survive);
  const periodSize = positiveNumber('period', values.period);
  const periods = positiveNumber('periods', values.periods);
  if (!values.here) return inGuest('rivals', ['dummy', 'ac97'], args, { icount: true });

  const programs = [
    ...rivals('playback', playback),
    ...rivals('capture', capture),
    ...sineRivals(playback),
  ];
  const onTight = [...rivals('playback', tight), ...rivals('capture', tight), ...sineRivals(tight)];
  const run = { periodSize, bufferSize: periods * periodSize, settle, seconds };
  writeTone(settle + seconds + (areAtOnce ? 120 : 10));
  /** @type {import('./rivals/report.js').Result[]} */
  const results = areAtOnce ? onSubdevices(programs) : programs.map((rival) => ({ ...rival }));
  const groups = areAtOnce ? [results] : results.map((result) => [result]);
  for (let round = 0; round < rounds && only !== 'period'; round++) {
    for (const group of groups) {
      for (const [index, cost] of (await steadyCosts(group, run)).entries()) {
        addCost(group[index], cost);
      }
    }
  }
  for (const [index, result] of results.entries()) {
    if (only === 'cost' || result.showsProgress) continue;
    result.tightDevice = tight;
    result.smallestPeriod = await smallestPeriod(onTight[index], periods, survive);
  }
  printRivals(results, values);
  return 0;
});
