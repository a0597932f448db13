/** Summary of a set of values, in their unit. */
export interface Summary {
  readonly count: number;
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
  /** Standard deviation of the sample (divided by count - 1); 0 for one value. */
  readonly deviation: number;
}

/**
 * Exact summary of finite values, by sorting a copy; undefined for none. Percentiles as in
 * `percentile`.
 */
export function summary(values: ArrayLike<number>): Summary | undefined {
  const count = values.length;
  if (count === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const mean = meanOf(sorted);
  return {
    count,
    min: sorted[0]!,
    p50: percentile(sorted, 50),
    p90: percentile(sorted, 90),
    p99: percentile(sorted, 99),
    p999: percentile(sorted, 99.9),
    max: sorted[count - 1]!,
    mean,
    deviation: deviationFrom(sorted, mean),
  };
}

/**
 * Nearest-rank percentile of ascending values: the smallest of them that at least `percent` of all
 * do not exceed, so always one of them. `percent` is above 0, up to 100, with a resolution of
 * 0.001.
 */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  // In whole thousandths: 99.9 / 100 * 1000 is above 999.
  const rank = Math.ceil((Math.round(percent * 1000) * sorted.length) / 100_000);
  return sorted[Math.max(1, rank) - 1]!;
}

/** Median; the mean of the middle two if the number is even. NaN for none. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Mean, summed relative to the first value, so that large values far from 0 keep their digits. */
export function meanOf(values: ArrayLike<number>): number {
  const origin = values[0]!;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - origin;
  return origin + sum / values.length;
}

function deviationFrom(values: Float64Array, mean: number): number {
  if (values.length < 2) return 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}
