import { Snapshot } from 'alsa-mmap/direct';

const HW_PTR_OFFSET = 8;
const SYNC_PTR_BYTES = 136;
/** SYNC_PTR flags that read both values: APPL and AVAIL_MIN. */
const GET_BOTH = 6;

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {(count: number) => number} run runs the operation `count` times; returns nanoseconds
 * @property {number} [limit] aim for one call, in reads in C
 * @property {number} [share] of the usual count
 * @property {boolean} [native] true for a loop in C
 */

/**
 * Benchmark cases: each runs its operation `count` times and returns the nanoseconds. Every loop is
 * a function of its own and uses the value it reads, so that nothing is optimized away.
 * @param {import('./bench-device.js').BenchDevice} device
 * @param {import('./bench-device.js').Addon} addon
 */
export function coreCases(device, addon) {
  const { io, status, syncPtr, commitFrames } = device;
  const snapshot = new Snapshot();
  const block = new ArrayBuffer(SYNC_PTR_BYTES);
  new Uint32Array(block)[0] = GET_BOTH;
  /** @type {Case[]} */
  const cases = [
    {
      name: 'hwPtr()',
      limit: 8,
      run: timed((count) => {
        const first = io.hwPtr();
        let same = 0;
        for (let i = 0; i < count; i++) if (io.hwPtr() === first) same++;
        return same;
      }),
    },
    {
      name: 'avail()',
      limit: 12,
      run: timed((count) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum = (sum + io.avail()) | 0;
        return sum;
      }),
    },
    {
      name: 'snapshot()',
      limit: 40,
      run: timed((count) => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum = (sum + io.snapshot(snapshot).avail) | 0;
        return sum;
      }),
    },
    {
      name: `commit(${commitFrames})`,
      limit: 20,
      run: timed((count) => {
        for (let i = 0; i < count; i++) io.commit(commitFrames);
        return 0;
      }),
    },
    {
      name: 'empty native call',
      run: timed((count) => {
        for (let i = 0; i < count; i++) addon.emptyCall();
        return 0;
      }),
    },
  ];
  if (status !== undefined) {
    cases.unshift({
      name: 'volatile read in C',
      native: true,
      run: (count) => addon.timeVolatileReads(status, HW_PTR_OFFSET, count),
    });
  }
  if (syncPtr !== undefined) {
    cases.push({
      name: 'SYNC_PTR',
      share: 0.02,
      run: timed((count) => {
        for (let i = 0; i < count; i++) syncPtr(block);
        return 0;
      }),
    });
  }
  return cases;
}

let sink = 0;
/**
 * Iterations of a loop. V8 compiles a function that is called often as a whole; the code of a long
 * loop is replaced while it runs (on-stack replacement), where its variables stay boxed.
 */
const BLOCK = 1000;

/**
 * Returns a function that runs the loop and returns its duration in ns.
 * @param {(count: number) => number} loop
 */
export function timed(loop) {
  return (/** @type {number} */ count) => {
    const start = process.hrtime.bigint();
    for (let left = count; left > 0; left -= BLOCK) sink += loop(Math.min(left, BLOCK));
    return Number(process.hrtime.bigint() - start);
  };
}

/** Returns the sum of all values read, so that the loops have a use. */
export function sumOfReads() {
  return sink;
}
