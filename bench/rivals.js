/**
 * play and record beside `aplay -M` and `arecord -M`: on the same card, with the same period and
 * buffer, one after the other in one run. CPU time after start-up, peak memory, and the smallest
 * period that each survives while the other processor is busy.
 *
 *   npm run bench:rivals                        in the kernel guest
 *   npm run bench:rivals -- --seconds 10        shorter (60 s is what the figures are stated for)
 *   npm run bench:rivals -- --rounds 3          three runs each, alternating; the CPU time of all
 *   npm run bench:rivals -- --here --playback hw:1 --capture hw:1     on this machine's cards
 *
 * More: --only cost|period, --period 1024, --periods 4, --survive 30, --json. The smallest period
 * is searched on a separate card (--tight), as QEMU moves the samples of an emulated card in steps
 * of 10 ms.
 */

import { inGuest } from './in-guest.js';
import { readOptions } from './options.js';
import { rivals, writeTone } from './rivals/contestants.js';
import { printRivals } from './rivals/report.js';
import { smallestPeriod } from './rivals/smallest-period.js';
import { addCost, steadyCost } from './rivals/steady-cost.js';

const values = readOptions({
  here: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  only: { type: 'string', choices: ['cost', 'period'] },
  seconds: { type: 'string', default: '60', positive: true },
  rounds: { type: 'string', default: '1', positive: true },
  survive: { type: 'string', default: '30', positive: true },
  period: { type: 'string', default: '1024', positive: true },
  periods: { type: 'string', default: '4', positive: true },
  playback: { type: 'string', default: 'hw:AC97' },
  capture: { type: 'string', default: 'hw:AC97' },
  tight: { type: 'string', default: 'hw:Dummy' },
});

process.exitCode = values.here
  ? await compare()
  : await inGuest('rivals', ['dummy', 'ac97'], process.argv.slice(2));

async function compare() {
  const results = [...rivals('playback', values.playback), ...rivals('capture', values.capture)];
  const tight = [...rivals('playback', values.tight), ...rivals('capture', values.tight)];
  const [periodSize, periods] = [Number(values.period), Number(values.periods)];
  const run = { periodSize, bufferSize: periods * periodSize, seconds: Number(values.seconds) };
  writeTone(run.seconds + 30);
  for (let round = 0; round < Number(values.rounds) && values.only !== 'period'; round++) {
    for (const rival of results) addCost(rival, await steadyCost(rival, run));
  }
  for (const [index, rival] of results.entries()) {
    if (values.only === 'cost' || rival.talks) continue;
    rival.tightDevice = values.tight;
    rival.smallestPeriod = await smallestPeriod(tight[index], periods, Number(values.survive));
  }
  printRivals(results, values);
  return 0;
}
