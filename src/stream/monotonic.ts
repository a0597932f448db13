// The global of this name is a getter, which would be called for each reading of the clock.
import { performance } from 'node:perf_hooks';

const ATTEMPTS = 8;

/** Where the thread's own clock began, on CLOCK_MONOTONIC: the try that was disturbed least. */
function measureOriginNs(): number {
  let latest = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    latest = Math.max(latest, Number(process.hrtime.bigint()) - performance.now() * 1e6);
  }
  return latest;
}

const ORIGIN_NS = measureOriginNs();

/**
 * CLOCK_MONOTONIC in nanoseconds: the clock that the streams' timestamps are taken from. By way of
 * the clock that counts from the thread's start, which is the same and is read without allocating.
 */
export function monotonicNs(): number {
  return ORIGIN_NS + performance.now() * 1e6;
}
