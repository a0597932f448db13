import { binsFor } from '../measure/statistic/bins.js';
import { countInBins } from '../measure/statistic/histogram.js';
import { summary } from '../measure/statistic/percentiles.js';
import type { Plot } from './plot.js';

const TARGET_BINS = 40;

/**
 * Returns a histogram with p50 and p99 marked, or no plot if all values are equal.
 * @param valueUnit see `HistogramPlot.valueUnit`
 */
export function histogramPlots(
  title: string,
  values: ArrayLike<number>,
  valueUnit: string,
  valueLabel: string,
): Plot[] {
  const statistics = summary(values);
  if (statistics === undefined || statistics.min === statistics.max) return [];
  const { min, max, p50, p99 } = statistics;
  return [
    {
      kind: 'histogram',
      title,
      histogram: countInBins(values, binsFor(min, max, TARGET_BINS)),
      valueUnit,
      valueLabel,
      countScale: 'log',
      marks: [
        { label: 'p50', value: p50 },
        { label: 'p99', value: p99 },
      ],
    },
  ];
}
