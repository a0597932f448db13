import type { Measured, MeasureTask } from '../plan.js';
import { SampleColumns } from '../sample-columns.js';
import { DEFAULT_GRID, pointsOf, type SweepPoint, type SweepRun } from './points.js';
import { RingTrials } from './ring-trials.js';
import { nextPoint, smallestRing } from './search.js';

/** The smallest ring is run again for so many times as long. */
export const HOLD_TIMES = 5;

/** The smallest ring of a rate, and how it did when it was run for longer. */
export interface SmallestRing {
  readonly rateHz: number;
  /** As it was first seen; undefined where none survived. */
  readonly ring: SweepRun | undefined;
  /** The longer run; undefined where it was not come to, or not to its end. */
  readonly held: SweepRun | undefined;
  /** Longer runs of rings that had survived at first, and then did not. */
  readonly struckOut: readonly SweepRun[];
}

export interface SweepResult {
  /** At each point. */
  readonly pointSeconds: number;
  /** In the order in which they were tried. */
  readonly runs: readonly SweepRun[];
  /** How many points were not come to. */
  readonly left: number;
  /** On which ring the device went away; undefined where it did not. */
  readonly gone: string | undefined;
  readonly smallest: readonly SmallestRing[];
}

/**
 * Tries rings: a client runs on each that the device gives; then, at each rate, on the smallest that
 * survived, for longer. Each wake-up is a row: `run` (its place among the runs as they were made, the
 * longer ones after the others), `dueNs`, `lateNs`, `leftFrames`.
 * A device that goes away after the warm-up ends it there: what was seen until then is kept.
 * @throws as `MeasureTask.open`; DISCONNECTED in the warm-up, FAILED
 */
export async function runSweep(task: MeasureTask): Promise<Measured<SweepResult>> {
  const { settings, plan } = task;
  const grid = settings.sweep ?? DEFAULT_GRID;
  const usualHz = await usualRate(task);
  const ratesHz = grid.ratesHz ?? [usualHz];
  const points = pointsOf(grid, ratesHz);
  const shares = points.length + HOLD_TIMES * ratesHz.length;
  const pointSeconds = grid.pointSeconds ?? plan.durationSeconds / shares;
  const rows = new SampleColumns('run', 'dueNs', 'lateNs', 'leftFrames');
  const trials = new RingTrials(task, { rows, pointSeconds, shares });

  await trials.rehearse(points[points.length - 1]!, plan.warmupSeconds);
  const runs = await searched(points, trials, grid.borderOnly);
  const smallest: SmallestRing[] = [];
  for (const rateHz of ratesHz) smallest.push(await heldRing(runs, rateHz, trials));
  const { gone } = trials;
  return {
    result: { pointSeconds, runs, left: points.length - runs.length, gone, smallest },
    raw: rows.columns(),
    seconds: trials.seconds,
  };
}

async function searched(
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

async function heldRing(
  runs: readonly SweepRun[],
  rateHz: number,
  trials: RingTrials,
): Promise<SmallestRing> {
  const struckOut: SweepRun[] = [];
  for (;;) {
    const ring = smallestRing(runs, rateHz, struckOut);
    const held = ring && (await trials.run(ring, HOLD_TIMES));
    if (held === undefined || held.outcome === 'survived') return { rateHz, ring, held, struckOut };
    struckOut.push(held);
  }
}

/** The device's own, or that which was asked for. The first to open: what is wrong at all is known here. */
async function usualRate(task: MeasureTask): Promise<number> {
  const device = await task.open();
  const { rateHz } = device.params;
  device.close();
  return rateHz;
}
