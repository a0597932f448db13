import type { HistogramCounts } from '../measure/statistic/histogram.js';

/** Label of the axis of counts. */
export function countLabel(scale: 'linear' | 'log'): string {
  return scale === 'log' ? 'count (logarithmic)' : 'count';
}

/** A bar of a histogram: one bin, or several adjacent ones. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Numbers of bins that may be merged; they divide a decade of 40 bins, or round bins, evenly. */
const MERGE_FACTORS = [1, 2, 4, 5, 8, 10, 20, 40, 80, 200, 400];

/** Returns the bins from the first to the last non-empty one, merged into up to `max` bars. */
export function histogramBars({ edges, counts }: HistogramCounts, max: number): readonly Bar[] {
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return [];
  const last = counts.findLastIndex((count) => count > 0);
  const bars: Bar[] = [];
  const start = (width: number) => first - (first % width);
  const fits = (width: number) => last - start(width) < max * width;
  const merged = MERGE_FACTORS.find(fits) ?? counts.length;
  for (let bin = start(merged); bin <= last; bin += merged) {
    const end = Math.min(bin + merged, counts.length);
    const count = counts.slice(bin, end).reduce((sum, each) => sum + each, 0);
    bars.push({ from: edges[bin]!, to: edges[end]!, count });
  }
  return bars;
}

/** Returns the length of a bar, from 0 to 1 for `max`; above 0 for every count above 0. */
export function barFraction(count: number, max: number, scale: 'linear' | 'log'): number {
  if (count === 0) return 0;
  return scale === 'linear' ? count / max : Math.log1p(count) / Math.log1p(max);
}
