import { AlsaMmapError } from '../../device/errors.js';
import { meanOf } from './percentiles.js';
import { studentT95 } from './student-t.js';

/** From `low` to `high`, both included. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A straight line through points, with its goodness of fit. */
export interface Line {
  readonly count: number;
  readonly slope: number;
  /** y at x = 0: inaccurate for x far from 0; `lineAt` keeps the digits. */
  readonly intercept: number;
  readonly meanX: number;
  readonly meanY: number;
  /** Standard error of the slope; infinite for two points. */
  readonly slopeError: number;
  /**
   * 95 % confidence interval for independent residuals. A sound card's seldom are: use
   * `slopeInterval` for those.
   */
  readonly slopeInterval: Interval;
  /** Standard deviation of the residuals, divided by count - 2; 0 for two points. */
  readonly residualDeviation: number;
  /** Residual (y minus the line) farthest from 0, with its sign. */
  readonly largestResidual: number;
}

/**
 * Least-squares line of y on x, both finite and of equal length. Works on the distances from the
 * means, so that nanoseconds of a clock near 1e14 keep their digits.
 * @throws RANGE for fewer than two points, or if all x are equal
 */
export function fitLine(x: ArrayLike<number>, y: ArrayLike<number>): Line {
  const count = x.length;
  if (count < 2 || y.length !== count) {
    const got = `${count} x and ${y.length} y`;
    throw new AlsaMmapError('RANGE', `line: expected at least 2 points, got ${got}`);
  }
  const meanX = meanOf(x);
  const meanY = meanOf(y);
  let sumXX = 0;
  let sumXY = 0;
  for (let i = 0; i < count; i++) {
    sumXX += (x[i]! - meanX) ** 2;
    sumXY += (x[i]! - meanX) * (y[i]! - meanY);
  }
  if (sumXX === 0) {
    const got = `${count} equal to ${meanX}`;
    throw new AlsaMmapError('RANGE', `line: expected two different x, got ${got}`);
  }
  const slope = sumXY / sumXX;
  let squares = 0;
  let largestResidual = 0;
  for (let i = 0; i < count; i++) {
    // Both distances first: subtracting the line's y would lose the digits that the means saved.
    const residual = y[i]! - meanY - slope * (x[i]! - meanX);
    squares += residual * residual;
    if (Math.abs(residual) > Math.abs(largestResidual)) largestResidual = residual;
  }
  const freedom = count - 2;
  const residualDeviation = freedom > 0 ? Math.sqrt(squares / freedom) : 0;
  const slopeError = freedom > 0 ? residualDeviation / Math.sqrt(sumXX) : Infinity;
  return {
    count,
    slope,
    intercept: meanY - slope * meanX,
    meanX,
    meanY,
    slopeError,
    slopeInterval: intervalAround(slope, slopeError, freedom),
    residualDeviation,
    largestResidual,
  };
}

/** y of the line at `x`. */
export function lineAt(line: Pick<Line, 'slope' | 'meanX' | 'meanY'>, x: number): number {
  return line.meanY + line.slope * (x - line.meanX);
}

/** 95 % interval around `value`, by Student's t; infinite if `freedom` is 0. */
export function intervalAround(value: number, error: number, freedom: number): Interval {
  const reach = freedom > 0 ? studentT95(freedom) * error : Infinity;
  return { low: value - reach, high: value + reach };
}

/** Values from index `from` to below `to`, without a copy if possible. */
export function slice(values: ArrayLike<number>, from: number, to: number): ArrayLike<number> {
  if (values instanceof Float64Array) return values.subarray(from, to);
  return Float64Array.from({ length: to - from }, (_, i) => values[from + i]!);
}
