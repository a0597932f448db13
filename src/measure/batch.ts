import { monotonicNs } from '../stream/monotonic.js';
import type { MeasureTask } from './plan.js';
import { SampleColumns } from './sample-columns.js';

/** Runs the measured call `count` times; returns the duration in nanoseconds. */
export type TimedRun = (count: number) => number;

/** A call whose cost is sampled in batches. */
export interface BatchedCase {
  readonly run: TimedRun;
  /** Calls timed together. */
  batch: number;
  /** Cost of one call, one row per batch. */
  readonly rows: SampleColumns<'ns'>;
}

/** Minimum length of a batch, as a multiple of one clock read. */
const CLOCKS = 100;
const TRIES = 3;
const MAX_BATCHES = 100_000;

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

export function batchedCase(run: TimedRun, lastsNs: number): BatchedCase {
  return { run, batch: batchOf(run, lastsNs), rows: new SampleColumns('ns') };
}

/**
 * Samples the cases in turns, one batch each, so that disturbances of the machine affect all of
 * them; at least one round. In the warm-up nothing is recorded, and the batches are resized
 * after it.
 * @param onRound called after each round, with the share of the time that is over, from 0
 * @returns measured time in seconds
 */
export function sampleInTurns(
  cases: readonly BatchedCase[],
  lastsNs: number,
  { plan, progress, time }: Pick<MeasureTask, 'plan' | 'progress' | 'time'>,
  onRound: (share: number) => void,
): number {
  const warmNs = time.nowNs() + plan.warmupSeconds * 1e9;
  while (time.nowNs() < warmNs && !progress.stopRequested) {
    for (const { run, batch } of cases) run(batch);
  }
  for (const one of cases) one.batch = batchOf(one.run, lastsNs);
  const durationNs = plan.durationSeconds * 1e9;
  const beganNs = time.nowNs();
  let nowNs = beganNs;
  do {
    for (const { run, batch, rows } of cases) {
      const ns = run(batch);
      if (rows.rows < MAX_BATCHES) rows.add(ns / batch);
    }
    nowNs = time.nowNs();
    onRound((nowNs - beganNs) / durationNs);
  } while (nowNs - beganNs < durationNs && !progress.stopRequested);
  return (nowNs - beganNs) / 1e9;
}

function clockCostNs(): number {
  let minNs = Infinity;
  for (let attempt = 0; attempt < 64; attempt++) {
    const beganNs = monotonicNs();
    minNs = Math.min(minNs, monotonicNs() - beganNs);
  }
  return minNs;
}
