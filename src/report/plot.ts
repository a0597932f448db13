import { binsFor } from '../measure/statistic/bins.js';
import { countInBins, type HistogramCounts } from '../measure/statistic/histogram.js';
import { summary } from '../measure/statistic/percentiles.js';

const TARGET_BINS = 40;

/** A labelled position on the x axis, such as `p99`. */
export interface Mark {
  readonly label: string;
  readonly value: number;
}

/** Distribution of values. */
export interface HistogramPlot {
  readonly kind: 'histogram';
  readonly title: string;
  readonly histogram: HistogramCounts;
  /** Unit of the values: `ns` is shown as ns, µs, ms or s, others unchanged. */
  readonly valueUnit: string;
  /** Name of the quantity. */
  readonly valueLabel: string;
  /** Scale of the counts; `log` keeps rare values visible. */
  readonly countScale: 'linear' | 'log';
  readonly marks: readonly Mark[];
}

/** A series over x. */
export interface TracePlot {
  readonly kind: 'trace';
  readonly title: string;
  /** Finite and ascending. */
  readonly x: ArrayLike<number>;
  /** One per x; a value that is not finite leaves a hole. */
  readonly y: ArrayLike<number>;
  readonly xUnit: string;
  readonly yUnit: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Smallest height of the y axis, in its unit: rounding errors then look like a line. */
  readonly minSpan?: number;
  /** Events, by their x. */
  readonly marks: readonly Mark[];
}

export type Plot = HistogramPlot | TracePlot;

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
