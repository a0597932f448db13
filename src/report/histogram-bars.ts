import type { HistogramCounts } from '../measure/statistic/histogram.js';

/** One bar. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** How many neighbours become one bar, of these: they part a decade of 40 bins, or round bins, evenly. */
const MERGE_FACTORS = [1, 2, 4, 5, 8, 10, 20, 40, 80, 200, 400];

/**
 * The bins from the first to the last that holds something, with as many neighbours put together as
 * leaves `most` bars or fewer.
 */
export function histogramBars({ edges, counts }: HistogramCounts, max: number): readonly Bar[] {
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return [];
  const last = counts.findLastIndex((count) => count > 0);
  const bars: Bar[] = [];
  const start = (width: number) => first - (first % width);
  const fits = (width: number) => last - start(width) < max * width;
  const together = MERGE_FACTORS.find(fits) ?? counts.length;
  for (let bin = start(together); bin <= last; bin += together) {
    const end = Math.min(bin + together, counts.length);
    const count = counts.slice(bin, end).reduce((sum, each) => sum + each, 0);
    bars.push({ from: edges[bin]!, to: edges[end]!, count });
  }
  return bars;
}

/** How far a count reaches, from 0 to 1 for `most`; what is not 0 is never 0, on the log scale too. */
export function barFraction(count: number, max: number, scale: 'linear' | 'log'): number {
  if (count === 0) return 0;
  return scale === 'linear' ? count / max : Math.log1p(count) / Math.log1p(max);
}
