import { monotonicNs } from '../stream/monotonic.js';

/** The time that a measurement is made in: its own thread's, or one that a test turns. */
export interface MeasureTime {
  /** CLOCK_MONOTONIC, in nanoseconds. */
  nowNs(): number;
  sleepMs(durationMs: number): void;
}

const NOBODY_WAKES = new Int32Array(new SharedArrayBuffer(4));

/** Real time. It sleeps for as long as it is told, to within some 60 us, where poll(2) has whole ms. */
export const THREAD_TIME: MeasureTime = {
  nowNs: monotonicNs,
  sleepMs: (durationMs) => void Atomics.wait(NOBODY_WAKES, 0, 0, durationMs),
};
