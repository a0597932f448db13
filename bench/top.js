/**
 * Measures the CPU time that `top` takes for its refreshes: reading all streams and composing the
 * screen, without the terminal. The quickest second of many finds the processor undisturbed. The
 * streams are those of a recorded /proc, once with the pages of their owners and once without, as
 * without the right to read them.
 *
 *   npm run bench -- top                               64 streams, 10 refreshes a second, 10 s each
 *   npm run bench -- top --streams 8 --rate 20 --seconds 30
 */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Chalk } from 'chalk';
import { build } from 'rolldown';
import { parseOptions, positiveNumber, runCommand } from '../scripts/command-line.js';
import { ROOT, withTemporaryFolder } from '../scripts/project.js';
import { formatTable, machine } from './report.js';
import { writeStreams } from './top/proc-tree.js';

const COLUMNS = 160;
const MODULES = {
  monitor: 'src/observe/stream-monitor.ts',
  stream: 'src/cli/top/stream.ts',
  view: 'src/cli/top/view.ts',
};
const CASES = /** @type {const} */ ([
  ['pages of the owners', true],
  ['/proc/asound only', false],
]);

/** @typedef {{ streams: number, rate: number, seconds: number }} Load */

await runCommand('bench top', async (args) => {
  const { values } = parseOptions({
    args,
    options: {
      streams: { type: 'string', default: '64' },
      rate: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '10' },
    },
  });
  const load = {
    streams: positiveNumber('streams', values.streams),
    rate: positiveNumber('rate', values.rate),
    seconds: positiveNumber('seconds', values.seconds),
  };
  await withTemporaryFolder('alsa-mmap-top', async (folder) => {
    const proc = join(folder, 'proc');
    writeStreams(proc, load.streams);
    const modules = await bundle(join(folder, 'modules'));
    const rows = [];
    for (const [title, hasPages] of CASES) {
      const eachMs = await measure(modules, proc, hasPages, load);
      const sorted = eachMs.toSorted((a, b) => a - b);
      const [quickest, median] = [sorted[0] ?? 0, sorted[sorted.length >> 1] ?? 0];
      const texts = [quickest, median].map((ms) => `${ms.toFixed(2)} ms`);
      rows.push([title, ...texts, `${((quickest * load.rate) / 10).toFixed(2)} %`]);
    }
    console.log(`${machine()}: ${load.streams} streams, ${load.rate} refreshes a second`);
    console.log(
      formatTable(
        ['values from', 'a refresh, quickest second', 'median', 'quickest, of one core'],
        rows,
      ),
    );
  });
  return 0;
});

/** @param {string} dir */
async function bundle(dir) {
  await build({
    cwd: ROOT,
    input: MODULES,
    platform: 'node',
    output: { dir, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
  });
  const load = (/** @type {string} */ name) => import(pathToFileURL(join(dir, name)).href);
  const [{ StreamMonitor }, { topStream }, { TopView }] = await Promise.all(
    ['monitor.mjs', 'stream.mjs', 'view.mjs'].map(load),
  );
  return { StreamMonitor, topStream, TopView };
}

/**
 * Refreshes for a while; the first two seconds, in which V8 compiles, do not count.
 * @param {Awaited<ReturnType<typeof bundle>>} modules
 * @param {string} procRoot
 * @param {boolean} hasPages
 * @param {Load} load
 * @returns the CPU time of a refresh in ms, for each second
 */
async function measure({ StreamMonitor, topStream, TopView }, procRoot, hasPages, load) {
  const monitor = new StreamMonitor({ procRoot, readMemory: hasPages ? readPages : refusePages });
  const view = new TopView({ sort: 'fill' });
  const paint = new Chalk({ level: 1 });
  const refresh = () => {
    const streams = monitor.read().map(topStream);
    view.lines(streams, { time: '12:00:00', keys: '' }, COLUMNS, paint);
  };
  const eachMs = [];
  for (let second = -2; second < load.seconds; second++) {
    const before = process.cpuUsage();
    for (let count = 0; count < load.rate; count++) {
      refresh();
      await sleep(1000 / load.rate);
    }
    const { user, system } = process.cpuUsage(before);
    if (second >= 0) eachMs.push((user + system) / 1000 / load.rate);
  }
  return eachMs;
}

/**
 * Pages of a running stream; the system call itself takes less than a microsecond.
 * @param {number} _pid
 * @param {number} _status
 * @param {number} _control
 * @param {ArrayBuffer} into
 */
function readPages(_pid, _status, _control, into) {
  const words = new BigUint64Array(into);
  const hwPtr = BigInt(Math.floor(48 * performance.now()));
  for (const base of [0, 16]) words.set([3n, hwPtr, 1812n, 5n], base);
  words.set([hwPtr + 2048n, 1024n], 8);
}

function refusePages() {
  throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
}
