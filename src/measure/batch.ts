import { monotonicNs } from '../stream/monotonic.js';

/** Runs the measured call `count` times; returns the duration in nanoseconds. */
export type TimedRun = (count: number) => number;

/** Minimum length of a batch, as a multiple of one clock read. */
const CLOCKS = 100;
const TRIES = 3;

/**
 * Length of a batch: `nominalNs`, or longer if reading the clock is slow, as on an emulated
 * machine.
 */
export function batchNs(nominalNs: number, clockNs = clockCostNs()): number {
  return Math.max(nominalNs, CLOCKS * clockNs);
}

/**
 * Number of calls that fill a batch, found by doubling. The quickest of three tries counts: an
 * interrupted one would make the batch too small, and the clock a part of every figure.
 */
export function batchOf(run: TimedRun, lastsNs: number): number {
  for (let count = 1; ; count *= 2) {
    let ns = run(count);
    for (let attempt = 1; attempt < TRIES && ns >= lastsNs / 2; attempt++) {
      ns = Math.min(ns, run(count));
    }
    if (ns >= lastsNs / 2) return Math.max(1, Math.round((count * lastsNs) / ns));
  }
}

function clockCostNs(): number {
  let leastNs = Infinity;
  for (let attempt = 0; attempt < 64; attempt++) {
    const beganNs = monotonicNs();
    leastNs = Math.min(leastNs, monotonicNs() - beganNs);
  }
  return leastNs;
}
