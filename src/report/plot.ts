import type { HistogramCounts } from '../measure/statistic/histogram.js';

/** A place on an axis with a name, such as `p99`. */
export interface Mark {
  readonly label: string;
  readonly value: number;
}

/** How often which value was. */
export interface HistogramPlot {
  readonly kind: 'histogram';
  readonly title: string;
  readonly histogram: HistogramCounts;
  /** What the values are in: `ns` is shown as ns, µs, ms or s; anything else stands as it is. */
  readonly valueUnit: string;
  /** What the values are. */
  readonly valueLabel: string;
  /** How counts are drawn; `log` shows the rare beside the many. */
  readonly countScale: 'linear' | 'log';
  readonly marks: readonly Mark[];
}

/** How a value went. */
export interface TracePlot {
  readonly kind: 'trace';
  readonly title: string;
  /** Finite and ascending. */
  readonly x: ArrayLike<number>;
  /** As many; what is not finite leaves a hole. */
  readonly y: ArrayLike<number>;
  readonly xUnit: string;
  readonly yUnit: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Events, by x. */
  readonly marks: readonly Mark[];
}

export type Plot = HistogramPlot | TracePlot;
