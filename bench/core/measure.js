const ROUNDS = 9;
const COUNT = Number(process.env.BENCH_COUNT ?? 5_000_000);
/** For the bytes: few enough that the young generation takes them without a collection. */
const ALLOCATION_COUNT = 1_000_000;

/**
 * Measures the cases in turn, round after round: for each the least and the median of nanoseconds a
 * call, and the bytes that a call leaves on the heap.
 */
export function measure(cases) {
  const rounds = cases.map(() => []);
  for (const { run, share = 1 } of cases) run(COUNT * share);
  for (let round = 0; round < ROUNDS; round++) {
    cases.forEach(({ run, share = 1 }, index) => {
      const count = Math.ceil(COUNT * share);
      rounds[index].push(run(count) / count);
    });
  }
  return cases.map((one, index) => {
    const sorted = rounds[index].toSorted((a, b) => a - b);
    return {
      ...one,
      leastNs: sorted[0],
      medianNs: sorted[Math.floor(sorted.length / 2)],
      bytes: one.native ? 0 : bytesPerCall(one.run),
    };
  });
}

function bytesPerCall(run) {
  run(ALLOCATION_COUNT);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  run(ALLOCATION_COUNT);
  const after = process.memoryUsage().heapUsed;
  return Math.max(0, after - before) / ALLOCATION_COUNT;
}
