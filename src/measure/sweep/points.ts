import type { PcmParams } from '../../device/params.js';
import type { Summary } from '../statistic/percentiles.js';

/** A ring to be tried: so many periods of so many frames, at a rate. */
export interface SweepPoint {
  readonly rateHz: number;
  readonly periodSize: number;
  readonly periods: number;
}

/** What is varied; the rates where not only the device's usual one is meant. */
export interface SweepGrid {
  readonly periodSizes: readonly number[];
  readonly periods: readonly number[];
  readonly ratesHz?: readonly number[] | undefined;
  /** At each point; by default an equal share of the whole. */
  readonly pointSeconds?: number | undefined;
  /** Only those are tried that show where the border is: a third of them, or fewer. */
  readonly borderOnly?: boolean | undefined;
}

/**
 * How a ring did: no xrun, and never nearly one; no xrun, but nearly; xruns; a pointer that stood, or was where it
 * cannot be; or the
 * device does not give it.
 */
export type SweepOutcome = 'survived' | 'thin' | 'xrun' | 'faulty' | 'skipped';

/** What was seen of a ring. */
export interface SweepRun extends SweepPoint {
  readonly outcome: SweepOutcome;
  /** Why it was skipped, or ended early; empty otherwise. */
  readonly reason: string;
  readonly seconds: number;
  /** Wake-ups that found a period or more. */
  readonly turns: number;
  readonly xruns: number;
  /** From when a period was complete to the client's return from its wait; undefined without timestamps. */
  readonly lateNs: Summary | undefined;
  /** Frames left to play, or room left, at its lowest, just before a commit; undefined where none came. */
  readonly lowFrames: number | undefined;
}

export const DEFAULT_GRID: SweepGrid = {
  periodSizes: [64, 128, 256, 512, 1024, 2048, 4096],
  periods: [2, 3, 4],
};

/** A ring that comes nearer to an xrun than this part of a period does not survive. */
const MARGIN_PERIODS = 1 / 4;

/** All points, the smallest ring first; of two alike that of the smaller period. */
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

/** What the device gives instead; undefined where it gives what was asked. */
export function givenInstead(point: SweepPoint, params: PcmParams): string | undefined {
  const { periodSize, bufferSize, rateHz } = params;
  if (
    periodSize === point.periodSize &&
    bufferSize === ringFrames(point) &&
    rateHz === point.rateHz
  ) {
    return undefined;
  }
  return `gives periods of ${periodSize} in a ring of ${bufferSize}`;
}

/** Of a run that went to its end. */
export function outcomeOf(
  { periodSize }: SweepPoint,
  xruns: number,
  lowFrames: number | undefined,
): SweepOutcome {
  if (xruns > 0) return 'xrun';
  if (lowFrames === undefined) return 'faulty';
  return lowFrames < periodSize * MARGIN_PERIODS ? 'thin' : 'survived';
}
