/**
 * Measures in the kernel guest, by instructions, how CPU time grows: that of `record -q` with
 * channels, rate and period, and that of a program with the number of its streams; on this machine
 * that of a program with more streams, of the simulated card. Prints a table on stderr and a line
 * of JSON on stdout, from which `--plot` draws.
 *
 *   npm run -s bench -- growth channels >> axes.jsonl      also rate, period, streams
 *   npm run -s bench -- growth sim-streams
 *   npm run -s bench -- growth --plot axes.jsonl > docs/images/growth.svg
 */

import { readFileSync } from 'node:fs';
import { choose, parseOptions, runCommand } from '../scripts/command-line.js';
import { AXES, measureAxis } from './growth/measure.js';
import { growthSvg } from './growth/svg.js';
import { inGuest } from './in-guest.js';
import { formatTable, machine } from './report.js';

await runCommand('bench growth', async (args) => {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: { here: { type: 'boolean', default: false }, plot: { type: 'string' } },
  });
  if (values.plot !== undefined) {
    console.log(growthSvg(readFileSync(values.plot, 'utf8').trim().split('\n').map(parseAxis)));
    return 0;
  }
  const [name] = positionals;
  const axis = choose('axis', AXES, name);
  const { card, release } = axis;
  if (card !== undefined && !values.here) {
    return inGuest('growth', [card], [`${name}`], { icount: true, release });
  }
  const points = await measureAxis(axis);
  console.error(`bench growth: ${machine()}, ms of CPU a second`);
  const rows = points.map(({ value, total, main, stream, others }) => [
    `${value}`,
    ...[total, main, stream, others].map((ms) => ms.toFixed(2)),
  ]);
  console.error(formatTable([`${name}`, 'all', 'main', "stream's", "V8's"], rows));
  console.log(JSON.stringify({ name, points }));
  return 0;
});

/**
 * @param {string} line
 * @returns {import('./growth/measure.js').MeasuredAxis}
 */
function parseAxis(line) {
  return JSON.parse(line);
}
