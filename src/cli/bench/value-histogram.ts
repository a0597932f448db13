import { binsFor } from '../../measure/statistic/bins.js';
import { countInBins } from '../../measure/statistic/histogram.js';
import { summary } from '../../measure/statistic/percentiles.js';
import type { Mark, Plot } from '../../report/plot.js';

const ABOUT_BINS = 40;

/**
 * How often which value was, with its p50 and p99 marked; nothing where no value differs from another,
 * which is said in a figure.
 * @param label what the values are
 */
export function valueHistogram(
  title: string,
  values: ArrayLike<number>,
  unit: string,
  label: string,
): Plot[] {
  const found = summary(values);
  if (found === undefined || found.least === found.most) return [];
  const marks: Mark[] = [
    { label: 'p50', value: found.p50 },
    { label: 'p99', value: found.p99 },
  ];
  return [
    {
      kind: 'histogram',
      title,
      histogram: countInBins(values, binsFor(found.least, found.most, ABOUT_BINS)),
      unit,
      label,
      countScale: 'log',
      marks,
    },
  ];
}
