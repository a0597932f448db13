// The global `performance` is a getter, which would run for each reading of the clock.
import { performance } from 'node:perf_hooks';

const ATTEMPTS = 8;

/** Origin of `performance.now` on CLOCK_MONOTONIC; the largest estimate is the least delayed. */
function measureOriginNs(): number {
  let latestNs = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    latestNs = Math.max(latestNs, Number(process.hrtime.bigint()) - performance.now() * 1e6);
  }
  return latestNs;
}

const ORIGIN_NS = measureOriginNs();

/**
 * Returns CLOCK_MONOTONIC in ns, the clock of the streams' timestamps. It reads `performance.now`,
 * which counts on the same clock and allocates no BigInt.
 */
export function monotonicNs(): number {
  return ORIGIN_NS + performance.now() * 1e6;
}
