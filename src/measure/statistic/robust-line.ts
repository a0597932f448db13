import { median } from './percentiles.js';
import { fitLine, type Line } from './regression.js';

/** A line that does not depend on a few outliers. */
interface RobustLine {
  readonly line: Line;
  /** Points that the line goes through, in their order. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Indices of the points that were left out, ascending. */
  readonly outliers: readonly number[];
}

/** Distance from the middle, in standard deviations, from which a point is an outlier. */
const OUTLIER_DEVIATIONS = 6;
/** Standard deviations in a median absolute deviation of normal noise. */
const DEVIATION_OF_MEDIAN = 1.4826;

/**
 * Least-squares line through all points except outliers, x ascending: the median of the slopes
 * between each point and the one half the measurement later (Theil's estimate over long distances;
 * tolerates a quarter of outliers), then without the points more than 6 deviations off it, by the
 * median of the distances. `tolerance` is a distance, in units of y, that is never an outlier: pass
 * a pointer's step, because residuals that are mostly 0 have a median of 0.
 * @throws RANGE as fitLine
 */
export function robustLine(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { tolerance = 0 }: { readonly tolerance?: number } = {},
): RobustLine {
  const slope = medianSlope(x, y, x.length >> 1);
  const distances = Float64Array.from(x, (at, i) => y[i]! - y[0]! - slope * (at - x[0]!));
  const centre = median(distances);
  const off = distances.map((distance) => Math.abs(distance - centre));
  const deviation = DEVIATION_OF_MEDIAN * median(off);
  // Distance that rounding alone can put between a point and its line.
  const rounding = 16 * Number.EPSILON * Math.abs(y[y.length - 1]! - y[0]!);
  const limit = Math.max(tolerance, OUTLIER_DEVIATIONS * deviation, rounding);
  const kept: number[] = [];
  const outliers: number[] = [];
  for (let i = 0; i < off.length; i++) (off[i]! <= limit ? kept : outliers).push(i);
  const keptX = Float64Array.from(kept, (i) => x[i]!);
  const keptY = Float64Array.from(kept, (i) => y[i]!);
  return { line: fitLine(keptX, keptY), x: keptX, y: keptY, outliers };
}

/** Median slope between points `apart` points apart; 0 if none differ in x. */
export function medianSlope(x: ArrayLike<number>, y: ArrayLike<number>, apart: number): number {
  const slopes: number[] = [];
  for (let i = 0; i + apart < x.length; i++) {
    const run = x[i + apart]! - x[i]!;
    if (run !== 0) slopes.push((y[i + apart]! - y[i]!) / run);
  }
  return slopes.length === 0 ? 0 : median(slopes);
}
