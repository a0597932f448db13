/**
 * Compares the wake-up latency of poll(2), as `bench wakeup` measures it, with that of cyclictest
 * at the same interval and priority, on the same processor. The two alternate for several rounds;
 * the wake-ups of all rounds are evaluated together.
 *
 *   npm run bench -- wakes                          in the kernel guest, on snd-dummy (a timer)
 *   npm run bench -- wakes --rounds 2 --seconds 4          shorter
 *   npm run bench -- wakes --here --device hw:Dummy        on this machine, as root
 */

import { parseOptions, positiveNumber, runCommand } from '../scripts/command-line.js';
import { inGuest } from './in-guest.js';
import { cyclictest } from './wakes/cyclictest.js';
import { printWakes } from './wakes/report.js';
import { wakeup } from './wakes/wakeup.js';

await runCommand('bench wakes', async (args) => {
  const { values } = parseOptions({
    args,
    options: {
      here: { type: 'boolean', default: false },
      device: { type: 'string', default: 'hw:Dummy' },
      rounds: { type: 'string', default: '8' },
      seconds: { type: 'string', default: '10' },
    },
  });
  const run = { device: values.device, seconds: positiveNumber('seconds', values.seconds) };
  const rounds = positiveNumber('rounds', values.rounds);
  // No other card: QEMU would spend time on its sound.
  if (!values.here) return inGuest('wakes', ['dummy'], args);
  printWakes(
    Array.from({ length: rounds }, () => ({ ours: wakeup(run), theirs: cyclictest(run) })),
  );
  return 0;
});
