import { type Bins, binOf } from './bins.js';
import { percentileRank } from './percentiles.js';

/** Counts of values in bins, as plain data for the plots. */
export interface HistogramCounts extends Bins {
  /** One count per bin. */
  readonly counts: readonly number[];
  /** Values below the first edge. */
  readonly below: number;
  /** Values at the last edge or above. */
  readonly above: number;
}

/** Histogram that grows with a measurement: `add` stores no value and allocates nothing. */
export class Histogram {
  readonly bins: Bins;
  /** Below the first edge, then one per bin, then from the last edge up. */
  readonly #counts: Float64Array;
  /**
   * Count, sum, min, max. In an array, because a field that holds a double is a new object at each
   * change.
   */
  readonly #totals = Float64Array.of(0, 0, Infinity, -Infinity);

  constructor(bins: Bins) {
    this.bins = bins;
    this.#counts = new Float64Array(bins.edges.length + 1);
  }

  /** Counts one finite value. */
  add(value: number): void {
    this.#counts[binOf(this.bins, value) + 1]! += 1;
    const totals = this.#totals;
    totals[0]! += 1;
    totals[1]! += value;
    if (value < totals[2]!) totals[2] = value;
    if (value > totals[3]!) totals[3] = value;
  }

  get count(): number {
    return this.#totals[0]!;
  }

  /** Exact min of the values; Infinity before the first. */
  get min(): number {
    return this.#totals[2]!;
  }

  /** Exact max; -Infinity before the first. */
  get max(): number {
    return this.#totals[3]!;
  }

  /** Exact mean of the values; NaN before the first. */
  get mean(): number {
    return this.#totals[1]! / this.count;
  }

  /**
   * Nearest-rank percentile to within the width of its bin: the middle of the bin, limited to the
   * range of the values. Values beyond the bins give min or max. NaN if empty.
   */
  percentile(percent: number): number {
    if (this.count === 0) return Number.NaN;
    const bin = this.#binOfRank(percentileRank(this.count, percent));
    if (bin < 0) return this.min;
    if (bin === this.bins.edges.length - 1) return this.max;
    return Math.min(this.max, Math.max(this.min, this.#middle(bin)));
  }

  /** Copy of the counts so far. */
  snapshot(): HistogramCounts {
    const last = this.#counts.length - 1;
    return {
      ...this.bins,
      counts: [...this.#counts.subarray(1, last)],
      below: this.#counts[0]!,
      above: this.#counts[last]!,
    };
  }

  #binOfRank(rank: number): number {
    let upTo = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      upTo += this.#counts[i]!;
      if (upTo >= rank) return i - 1;
    }
    return this.#counts.length - 2;
  }

  #middle(bin: number): number {
    const lower = this.bins.edges[bin]!;
    const upper = this.bins.edges[bin + 1]!;
    return this.bins.scale === 'log' ? Math.sqrt(lower * upper) : (lower + upper) / 2;
  }
}

/** Histogram of given values. */
export function countInBins(values: ArrayLike<number>, bins: Bins): HistogramCounts {
  const histogram = new Histogram(bins);
  for (let i = 0; i < values.length; i++) histogram.add(values[i]!);
  return histogram.snapshot();
}
