/**
 * Measures the time by which a start of the program exceeds that of an empty script, for each Node.
 * The commands alternate; each run is compared with that of the empty script before it, and the
 * quickest run with the quickest of the empty script. Meaningful on an idle machine only.
 *
 *   npm run bench -- start-up                       this Node
 *   npm run bench -- start-up --pairs 50 NODE...    these programs
 */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOptions, positiveNumber } from '../scripts/command-line.js';
import { ROOT, withTemporaryFolder } from '../scripts/project.js';
import { formatTable, machine } from './report.js';

/** Each with the limit of its excess in ms. */
const COMMANDS = [
  { words: ['--version'], limitMs: 6 },
  { words: ['status', 'sim'], limitMs: 12 },
  { words: ['list'], limitMs: 20 },
  { words: ['--help'], limitMs: 25 },
  { words: ['record', '--help'], limitMs: 25 },
];
const PROGRAM = join(ROOT, 'bin/alsa-mmap.js');

const { values, positionals } = parseOptions({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { pairs: { type: /** @type {const} */ ('string'), default: '25' } },
});
const pairs = Math.ceil(positiveNumber('pairs', values.pairs));

await withTemporaryFolder('start-up', async (folder) => {
  const script = join(folder, 'empty.cjs');
  writeFileSync(script, '');
  const rows = (positionals.length > 0 ? positionals : [process.execPath]).flatMap((node) => {
    const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();
    return COMMANDS.map(({ words, limitMs }) => {
      const run = () => startMs(node, [PROGRAM, ...words]);
      const measured = Array.from({ length: pairs }, () => {
        const emptyMs = startMs(node, [script]);
        const programMs = run();
        return { emptyMs, programMs, excessMs: programMs - emptyMs };
      });
      const empty = measured.map(({ emptyMs }) => emptyMs);
      const excess = measured.map(({ excessMs }) => excessMs);
      const quickest = Math.min(...measured.map(({ programMs }) => programMs));
      return [
        `${version} ${words.join(' ')}`,
        median(empty).toFixed(1),
        (quickest - Math.min(...empty)).toFixed(1),
        median(excess).toFixed(1),
        `<= ${limitMs}`,
      ];
    });
  });
  console.log(`bench start-up, ${pairs} pairs\n${machine()}`);
  console.log(
    formatTable(['', 'empty script, ms', 'more, quickest runs', 'more, median pair', 'aim'], rows),
  );
});

/**
 * @param {string} node
 * @param {readonly string[]} words
 */
function startMs(node, words) {
  const startNs = process.hrtime.bigint();
  const { status, error } = spawnSync(node, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ms = Number(process.hrtime.bigint() - startNs) / 1e6;
  if (status !== 0) throw error ?? new Error(`${words.join(' ')} exited with ${status}`);
  return ms;
}

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
