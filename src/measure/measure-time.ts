import { monotonicNs } from '../stream/monotonic.js';

/** Clock of a measurement: its thread's own, or one that a test advances. */
export interface MeasureTime {
  /** CLOCK_MONOTONIC, in nanoseconds. */
  nowNs(): number;
  sleepMs(durationMs: number): void;
}

const NOBODY_WAKES = new Int32Array(new SharedArrayBuffer(4));

/** Real time. Sleeps are exact to about 60 us, unlike the whole milliseconds of poll(2). */
export const THREAD_TIME: MeasureTime = {
  nowNs: monotonicNs,
  sleepMs: (durationMs) => void Atomics.wait(NOBODY_WAKES, 0, 0, durationMs),
};
