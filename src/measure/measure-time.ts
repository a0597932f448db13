import { monotonicNs } from '../stream/monotonic.js';

/** Clock of a measurement: its thread's own, or one that a test advances. */
export interface MeasureTime {
  /** CLOCK_MONOTONIC, in nanoseconds. */
  nowNs(): number;
  sleepMs(durationMs: number): void;
}

const NEVER_NOTIFIED = new Int32Array(new SharedArrayBuffer(4));

/** Real time. Sleeps are exact to about 60 us, unlike the whole milliseconds of poll(2). */
export const THREAD_TIME: MeasureTime = {
  nowNs: monotonicNs,
  sleepMs: (durationMs) => void Atomics.wait(NEVER_NOTIFIED, 0, 0, durationMs),
};

const GOLDEN_RATIO = 0.618033988749895;

/**
 * Interval before read number `index`: from half to one and a half times `meanMs`. Reads at such
 * intervals never fall into step with the hardware.
 */
export function irregularMs(meanMs: number, index: number): number {
  return meanMs * (0.5 + ((index * GOLDEN_RATIO) % 1));
}
