/**
 * Waits in empty loops, of optimized code, for values that another thread changes on the pages of a
 * stream. Ends only if no compiler moves the reads out of the loops. Needs --allow-natives-syntax.
 */

import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { Snapshot } from 'alsa-mmap/direct';
import { mapPages, openOnPages } from './pages-in-a-file.js';

const PAGE = 4096;
const WAITS = 40;
const LOOPS = {
  hwPtr: 'while (io.hwPtr() === value);',
  applPtr: 'while (io.applPtr() === value);',
  avail: 'while (io.avail() === value);',
  state: 'while (io.state() === value);',
  snapshot: 'while (io.snapshot(snapshot).hwPtr === value);',
};
const prepare = new Function('f', '%PrepareFunctionForOptimization(f)');
const TIERS = [
  () => {},
  new Function('f', '%OptimizeMaglevOnNextCall(f)'),
  new Function('f', '%OptimizeFunctionOnNextCall(f)'),
];

if (isMainThread) await waitForAll();
else changeWords(mapPages(workerData));

/** @param {ArrayBuffer} pages */
function changeWords(pages) {
  const words = new BigInt64Array(pages);
  const ints = new Int32Array(pages);
  setInterval(() => {
    ints[0] ^= 1;
    words[1] += 2n;
    words[PAGE / 8] += 1n;
  }, 1);
}

async function waitForAll() {
  const { io, fd, close } = await openOnPages();
  const snapshot = new Snapshot();
  const worker = new Worker(new URL(import.meta.url), { workerData: fd });
  for (const [name, body] of Object.entries(LOOPS)) {
    for (const optimize of TIERS) {
      const wait = new Function('io', 'snapshot', 'value', body);
      const next = () => wait(io, snapshot, name === 'snapshot' ? io.hwPtr() : io[name]());
      prepare(wait);
      next();
      optimize(wait);
      for (let i = 0; i < WAITS; i++) next();
    }
  }
  console.log('done');
  await worker.terminate();
  close();
}
