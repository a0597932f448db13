import type { PcmParams } from '../../device/params.js';
import type { Summary } from '../statistic/percentiles.js';

/** A ring to try: number and size of its periods, at a rate. */
export interface SweepPoint {
  readonly rateHz: number;
  readonly periodSize: number;
  readonly periods: number;
}

/** Values to vary; without rates, the device's default rate. */
export interface SweepGrid {
  readonly periodSizes: readonly number[];
  readonly periods: readonly number[];
  readonly ratesHz?: readonly number[] | undefined;
  /** Duration at each point; by default an equal share of the whole. */
  readonly pointSeconds?: number | undefined;
  /** Tries only the points that locate the border: a third of them, or fewer. */
  readonly borderOnly?: boolean | undefined;
}

/**
 * Outcome of a ring: no xrun and enough headroom; no xrun but almost one; xruns; a pointer that
 * stalled or was implausible; or not supported by the device.
 */
export type SweepOutcome = 'survived' | 'thin' | 'xrun' | 'faulty' | 'skipped';

/** Result of a run on a ring. */
export interface SweepRun extends SweepPoint {
  readonly outcome: SweepOutcome;
  /** Reason why it was skipped, or ended early; else empty. */
  readonly reason: string;
  readonly seconds: number;
  /** Wake-ups that found a period or more. */
  readonly cycles: number;
  readonly xruns: number;
  /**
   * Time from the end of a period to the client's return from its wait; undefined without
   * timestamps.
   */
  readonly lateNs: Summary | undefined;
  /**
   * Min headroom just before a commit, in frames left to play or room left; undefined if there was
   * no commit.
   */
  readonly minHeadroomFrames: number | undefined;
}

export const DEFAULT_GRID: SweepGrid = {
  periodSizes: [64, 128, 256, 512, 1024, 2048, 4096],
  periods: [2, 3, 4],
};

/** Headroom below which a ring does not count as surviving, in periods. */
const MARGIN_PERIODS = 1 / 4;

/** All points, the smallest ring first; of equal rings, the one with smaller periods first. */
export function pointsOf(
  { periodSizes, periods }: SweepGrid,
  ratesHz: readonly number[],
): SweepPoint[] {
  const points = ratesHz.flatMap((rateHz) =>
    periods.flatMap((count) =>
      periodSizes.map((periodSize) => ({ rateHz, periodSize, periods: count })),
    ),
  );
  return points.sort(
    (a, b) =>
      ratesHz.indexOf(a.rateHz) - ratesHz.indexOf(b.rateHz) ||
      ringFrames(a) - ringFrames(b) ||
      a.periodSize - b.periodSize,
  );
}

export function ringFrames({ periodSize, periods }: SweepPoint): number {
  return periodSize * periods;
}

export function samePoint(a: SweepPoint, b: SweepPoint): boolean {
  return a.rateHz === b.rateHz && a.periodSize === b.periodSize && a.periods === b.periods;
}

export function pointText({ rateHz, periodSize, periods }: SweepPoint): string {
  return `${periodSize} x ${periods} at ${rateHz} Hz`;
}

/** Parameters that the device gives instead; undefined if it gives the requested ones. */
export function substitutedParams(point: SweepPoint, params: PcmParams): string | undefined {
  const { periodSize, bufferSize, rateHz } = params;
  const same = periodSize === point.periodSize && rateHz === point.rateHz;
  if (same && bufferSize === ringFrames(point)) return undefined;
  return `gives periods of ${periodSize} in a ring of ${bufferSize}`;
}

/** Outcome of a complete run. */
export function outcomeOf(
  { periodSize }: SweepPoint,
  xruns: number,
  minHeadroomFrames: number | undefined,
): SweepOutcome {
  if (xruns > 0) return 'xrun';
  if (minHeadroomFrames === undefined) return 'faulty';
  return minHeadroomFrames < periodSize * MARGIN_PERIODS ? 'thin' : 'survived';
}
