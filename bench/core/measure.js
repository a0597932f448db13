/** Short rounds: some of many find the processor undisturbed. */
const ROUNDS = 300;
const COUNT = Number(process.env['BENCH_COUNT'] ?? 100_000);
const WARM_UP_COUNT = 20 * COUNT;
/** Calls for the bytes: few enough to need no garbage collection. */
const ALLOCATION_COUNT = 1_000_000;

/** @typedef {import('./cases.js').Case} Case */
/** @typedef {Case & { minNs: number, medianNs: number, bytes: number }} Result */

/**
 * Measures the cases in turn, round after round: min and median nanoseconds a call, and the bytes
 * that a call leaves on the heap.
 * @param {readonly Case[]} cases
 * @returns {Result[]}
 */
export function measure(cases) {
  /** @type {number[][]} */
  const rounds = cases.map(() => []);
  for (const { run, share = 1 } of cases) run(WARM_UP_COUNT * share);
  for (let round = 0; round < ROUNDS; round++) {
    cases.forEach(({ run, share = 1 }, index) => {
      const count = Math.ceil(COUNT * share);
      rounds[index].push(run(count) / count);
    });
  }
  return cases.map((measured, index) => {
    const sorted = rounds[index].toSorted((a, b) => a - b);
    return {
      ...measured,
      minNs: sorted[0],
      medianNs: sorted[Math.floor(sorted.length / 2)],
      bytes: measured.native ? 0 : bytesPerCall(measured.run),
    };
  });
}

/** @param {(count: number) => number} run */
function bytesPerCall(run) {
  run(ALLOCATION_COUNT);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  run(ALLOCATION_COUNT);
  const after = process.memoryUsage().heapUsed;
  return Math.max(0, after - before) / ALLOCATION_COUNT;
}
