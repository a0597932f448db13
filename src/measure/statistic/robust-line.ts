import { median } from './percentiles.js';
import { fitLine, type Line } from './regression.js';

/** A line that a few wild points cannot turn. */
export interface RobustLine {
  readonly line: Line;
  /** The points that the line goes through, in their order. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Places, in what was given, of the points left out, ascending. */
  readonly outliers: readonly number[];
}

/** Distances from the middle, in standard deviations, from which a point is no longer believed. */
const WILD = 6;
/** Standard deviations in a median absolute deviation, of normal noise. */
const DEVIATION_OF_MEDIAN = 1.4826;

/**
 * The line of least squares through all points but the wild ones, x ascending: the median of the slopes
 * between each point and the one half the measurement later (Theil's estimate over long distances; bears
 * a quarter of wild points), then without what lies more than 6 deviations off it, by the median of
 * the distances. `tolerance` is the distance, in units of y, that is never wild: give a pointer's step,
 * as residuals that are mostly 0 have a median of 0.
 * @throws RANGE as fitLine
 */
export function robustLine(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { tolerance = 0 }: { readonly tolerance?: number } = {},
): RobustLine {
  const distances = distancesFrom(x, y, longSlope(x, y));
  const centre = median(distances);
  const off = distances.map((distance) => Math.abs(distance - centre));
  const limit = Math.max(tolerance, WILD * DEVIATION_OF_MEDIAN * median(off), roundingOf(y));
  const kept: number[] = [];
  const outliers: number[] = [];
  for (let i = 0; i < off.length; i++) (off[i]! <= limit ? kept : outliers).push(i);
  const keptX = Float64Array.from(kept, (i) => x[i]!);
  const keptY = Float64Array.from(kept, (i) => y[i]!);
  return { line: fitLine(keptX, keptY), x: keptX, y: keptY, outliers };
}

/** The median slope between points that are half the measurement apart; 0 where none differ in x. */
function longSlope(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const half = x.length >> 1;
  const slopes: number[] = [];
  for (let i = 0; i + half < x.length; i++) {
    const run = x[i + half]! - x[i]!;
    if (run !== 0) slopes.push((y[i + half]! - y[i]!) / run);
  }
  return slopes.length === 0 ? 0 : median(slopes);
}

/** How far each point lies above a line of that slope through the first. */
function distancesFrom(x: ArrayLike<number>, y: ArrayLike<number>, slope: number): Float64Array {
  return Float64Array.from({ length: x.length }, (_, i) => y[i]! - y[0]! - slope * (x[i]! - x[0]!));
}

/** What rounding alone may put between a point and its line. */
function roundingOf(y: ArrayLike<number>): number {
  const span = Math.abs(y[y.length - 1]! - y[0]!);
  return 16 * Number.EPSILON * span;
}
