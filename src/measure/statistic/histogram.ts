import { type Bins, binOf } from './bins.js';

/** Counts of values in bins, as plain data for the plots. */
export interface HistogramCounts extends Bins {
  /** One count per bin. */
  readonly counts: readonly number[];
  /** Values below the first edge. */
  readonly below: number;
  /** Values at the last edge or above. */
  readonly above: number;
}

/** Histogram of finite values. */
export function countInBins(values: ArrayLike<number>, bins: Bins): HistogramCounts {
  const counts = new Array<number>(bins.edges.length - 1).fill(0);
  let below = 0;
  let above = 0;
  for (let i = 0; i < values.length; i++) {
    const bin = binOf(bins, values[i]!);
    if (bin < 0) below++;
    else if (bin === counts.length) above++;
    else counts[bin]! += 1;
  }
  return { ...bins, counts, below, above };
}
