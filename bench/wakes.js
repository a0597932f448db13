/**
 * Compares the delay of poll(2) that `bench wakeup` measures with the latency that cyclictest
 * measures at the same interval and priority, on the same processor. The two alternate for several
 * rounds; the wake-ups of all rounds are evaluated together.
 *
 *   npm run bench:wakes                          in the kernel guest, on snd-dummy (a timer)
 *   npm run bench:wakes -- --rounds 2 --seconds 4          shorter
 *   npm run bench:wakes -- --here --device hw:Dummy        on this machine, as root
 */

import { inGuest } from './in-guest.js';
import { readOptions } from './options.js';
import { cyclictest } from './wakes/cyclictest.js';
import { printWakes } from './wakes/report.js';
import { wakeup } from './wakes/wakeup.js';

const values = readOptions({
  here: { type: 'boolean', default: false },
  device: { type: 'string', default: 'hw:Dummy' },
  rounds: { type: 'string', default: '8', positive: true },
  seconds: { type: 'string', default: '10', positive: true },
});

// Other cards have sound that QEMU would move meanwhile.
process.exitCode = values.here
  ? compare()
  : await inGuest('wakes', ['dummy'], process.argv.slice(2));

function compare() {
  const run = { device: values.device, seconds: Number(values.seconds) };
  const rounds = Array.from({ length: Number(values.rounds) }, () => ({
    ours: wakeup(run),
    theirs: cyclictest(run),
  }));
  printWakes(rounds);
  return 0;
}
