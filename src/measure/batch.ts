import { monotonicNs } from '../stream/monotonic.js';

/** Nanoseconds that so many times take. */
export type TimedRun = (count: number) => number;

/** So many times as long as reading the clock takes, a batch is at the least. */
const CLOCKS = 100;
const TRIES = 3;

/** How long a batch is to be: `nominalNs`, but where the clock is slow (an emulated machine's) longer. */
export function batchNs(nominalNs: number, clockNs = clockCostNs()): number {
  return Math.max(nominalNs, CLOCKS * clockNs);
}

/**
 * So many times as last for a batch: by doubling. Of each number the quickest of three tries counts, as one
 * that was interrupted would make the batch too small, and the clock a part of every figure.
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
