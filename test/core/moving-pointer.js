/**
 * Takes snapshots, in optimized code, while another thread moves hw_ptr as fast as it can. Both
 * halves of the pointer have the same value, so that a torn one is detected. Prints the number of
 * torn snapshots, and how often hw_ptr had moved. Needs --allow-natives-syntax.
 */

import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { Snapshot } from 'alsa-mmap/direct';
import { mapPages, openOnPages } from './pages-in-a-file.js';

const SNAPSHOTS = 100_000;
/** Enough changes of hw_ptr; the threads do not run at the same time on a busy machine. */
const MOVES = 50_000;
const LIMIT_MS = 6_000;
const STEP = 0x1_0000_0001n;
/** Below 2^53. */
const END = 0x1f_ffff_001f_ffffn;

if (isMainThread) await takeSnapshots();
else movePointer(new BigInt64Array(mapPages(workerData)));

/** @param {BigInt64Array} words */
function movePointer(words) {
  for (let pointer = 0n; ; pointer = pointer < END ? pointer + STEP : 0n) words[1] = pointer;
}

async function takeSnapshots() {
  const { io, fd, close } = await openOnPages();
  const worker = new Worker(new URL(import.meta.url), { workerData: fd });
  const snapshot = new Snapshot();
  while (io.hwPtr() === 0);
  const run = new Function(
    'io',
    'snapshot',
    'count',
    `let torn = 0, moved = 0, last = 0;
     for (let i = 0; i < count; i++) {
       const { hwPtr, consistent } = io.snapshot(snapshot);
       if (consistent && hwPtr % 2 ** 32 !== Math.floor(hwPtr / 2 ** 32)) torn++;
       if (hwPtr !== last) moved++;
       last = hwPtr;
     }
     return { torn, moved };`,
  );
  new Function('f', '%PrepareFunctionForOptimization(f)')(run);
  run(io, snapshot, 10_000);
  new Function('f', '%OptimizeFunctionOnNextCall(f)')(run);
  const total = { torn: 0, moved: 0 };
  const endMs = performance.now() + LIMIT_MS;
  while (total.moved < MOVES && performance.now() < endMs) {
    const { torn, moved } = run(io, snapshot, SNAPSHOTS);
    total.torn += torn;
    total.moved += moved;
  }
  console.log(JSON.stringify(total));
  await worker.terminate();
  close();
}
