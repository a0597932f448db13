/** CLOCK_MONOTONIC in nanoseconds: the clock that the streams' timestamps are taken from. */
export function monotonicNs(): number {
  return Number(process.hrtime.bigint());
}
