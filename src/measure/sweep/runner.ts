import type { Measured, MeasureTask } from '../plan.js';
import { SampleColumns } from '../sample-columns.js';
import { DEFAULT_GRID, pointsOf, type SweepPoint, type SweepRun } from './points.js';
import { RingTrials } from './ring-trials.js';
import { nextPoint, smallestRing } from './search.js';

/** Length of the second run on the smallest ring, as a multiple of the first. */
export const CONFIRM_TIMES = 5;

/** Smallest ring at a rate, and the result of a longer run on it. */
export interface SmallestRing {
  readonly rateHz: number;
  /** First run; undefined if no ring survived. */
  readonly ring: SweepRun | undefined;
  /** Longer run; undefined if it was not reached, or not completed. */
  readonly confirmed: SweepRun | undefined;
  /** Longer runs of rings that survived at first and failed then. */
  readonly struckOut: readonly SweepRun[];
}

export interface SweepResult {
  /** Duration at each point. */
  readonly pointSeconds: number;
  /** Runs in the order in which they were made. */
  readonly runs: readonly SweepRun[];
  /** Points that were not reached. */
  readonly remaining: number;
  /** Ring on which the device was disconnected; undefined if it was not. */
  readonly gone: string | undefined;
  readonly smallest: readonly SmallestRing[];
}

/**
 * Runs a client on each ring that the device supports; then, at each rate, longer on the smallest
 * one that survived. Each wake-up is a row: `run` (index of the run, the longer ones after the
 * others), `dueNs`, `lateNs`, `headroomFrames`. If the device is disconnected after the warm-up,
 * the results so far are kept.
 * @throws as `MeasureTask.open`; DISCONNECTED in the warm-up, FAILED
 */
export async function runSweep(task: MeasureTask): Promise<Measured<SweepResult>> {
  const { settings, plan } = task;
  const grid = settings.sweep ?? DEFAULT_GRID;
  const defaultHz = await defaultRate(task);
  const ratesHz = grid.ratesHz ?? [defaultHz];
  const points = pointsOf(grid, ratesHz);
  const shares = points.length + CONFIRM_TIMES * ratesHz.length;
  const pointSeconds = grid.pointSeconds ?? plan.durationSeconds / shares;
  const rows = new SampleColumns('run', 'dueNs', 'lateNs', 'headroomFrames');
  const trials = new RingTrials(task, { rows, pointSeconds, shares });

  await trials.rehearse(points[points.length - 1]!, plan.warmupSeconds);
  const runs = await searchRings(points, trials, grid.borderOnly);
  const smallest: SmallestRing[] = [];
  for (const rateHz of ratesHz) smallest.push(await confirmSmallest(runs, rateHz, trials));
  const { gone } = trials;
  return {
    result: { pointSeconds, runs, remaining: points.length - runs.length, gone, smallest },
    raw: rows.columns(),
    seconds: trials.seconds,
  };
}

async function searchRings(
  points: readonly SweepPoint[],
  trials: RingTrials,
  borderOnly?: boolean,
): Promise<SweepRun[]> {
  const runs: SweepRun[] = [];
  for (;;) {
    const point = nextPoint(points, runs, borderOnly);
    const run = point && (await trials.run(point));
    if (run === undefined) return runs;
    runs.push(run);
  }
}

async function confirmSmallest(
  runs: readonly SweepRun[],
  rateHz: number,
  trials: RingTrials,
): Promise<SmallestRing> {
  const struckOut: SweepRun[] = [];
  for (;;) {
    const ring = smallestRing(runs, rateHz, struckOut);
    const confirmed = ring && (await trials.run(ring, CONFIRM_TIMES));
    if (confirmed === undefined || confirmed.outcome === 'survived') {
      return { rateHz, ring, confirmed, struckOut };
    }
    struckOut.push(confirmed);
  }
}

/**
 * The device's default rate, or the requested one. It opens the device first, so that errors show
 * here.
 */
async function defaultRate(task: MeasureTask): Promise<number> {
  const device = await task.open();
  const { rateHz } = device.params;
  device.close();
  return rateHz;
}
