import { Chalk, type ChalkInstance } from 'chalk';
import { type Bar, barFraction, histogramBars } from './histogram-bars.js';
import type { HistogramPlot } from './plot.js';
import { formatCount, formatQuantity, formatTicks } from './quantity.js';

/** What there is for a plot in a terminal. */
export interface TextPlotOptions {
  readonly columns: number;
  readonly rows: number;
  readonly chalk?: ChalkInstance | undefined;
}

const FULL_BLOCK = '█';
/** A cell that is filled from the left by one to seven eighths. */
const LEFT_BLOCKS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const MIN_PLOT_CELLS = 4;

/**
 * A histogram as lines of text: a bar a bin, neighbours put together where `rows` are few; at the left where
 * the bin begins, at the right the count and the marks that lie in it. What lies beyond the bins has
 * lines of its own.
 */
export function textHistogram(plot: HistogramPlot, space: TextPlotOptions): string {
  const paint = space.chalk ?? new Chalk({ level: 0 });
  const lines = histogramLines(plot, space.rows);
  if (lines.length === 0) return '(nothing was measured)';
  const max = Math.max(...lines.map(({ count }) => count));
  const labelCells = maxLength(lines.map(({ label }) => label));
  const countCells = maxLength(lines.map(({ count }) => formatCount(count)));
  const markCells = maxLength(lines.map(({ marks }) => marks));
  const rest = space.columns - labelCells - countCells - markCells - (markCells === 0 ? 2 : 4);
  const cells = Math.max(MIN_PLOT_CELLS, rest);
  return lines
    .map(({ label, count, marks }) => {
      const bar = renderBar(barFraction(count, max, plot.countScale), cells);
      const start = `${paint.dim(label.padStart(labelCells))} ${paint.cyan(bar)}`;
      const room = ' '.repeat(cells - bar.length);
      const end = `${formatCount(count).padStart(countCells)}${marks && paint.yellow(`  ${marks}`)}`;
      return `${start}${room} ${end}`;
    })
    .join('\n');
}

interface HistogramLine {
  readonly label: string;
  readonly count: number;
  readonly marks: string;
}

function histogramLines(
  { histogram, valueUnit, marks }: HistogramPlot,
  rows: number,
): HistogramLine[] {
  const bars = histogramBars(histogram, rows);
  const starts = bars.map(({ from }) => from);
  const texts =
    histogram.scale === 'linear'
      ? formatTicks(starts, valueUnit)
      : starts.map((start) => formatQuantity(start, valueUnit));
  const lines = bars.map((bar, i) => ({
    label: texts[i]!,
    count: bar.count,
    marks: markLabels(bar, marks),
  }));
  const { below, above, edges } = histogram;
  const beyond = (sign: string, edge: number, count: number): HistogramLine[] =>
    count === 0 ? [] : [{ label: `${sign} ${formatQuantity(edge, valueUnit)}`, count, marks: '' }];
  return [
    ...beyond('<', edges[0]!, below),
    ...lines,
    ...beyond('≥', edges[edges.length - 1]!, above),
  ];
}

function markLabels({ from, to }: Bar, marks: HistogramPlot['marks']): string {
  const inside = marks.filter(({ value }) => value >= from && value < to);
  return inside.map(({ label }) => label).join(' ');
}

/** A bar of `reach`, 0 to 1, of the cells; at least an eighth of one where it is not 0. */
function renderBar(reach: number, cells: number): string {
  const eighths = reach === 0 ? 0 : Math.max(1, Math.round(reach * cells * 8));
  const rest = eighths % 8;
  return FULL_BLOCK.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : LEFT_BLOCKS[rest - 1]!);
}

function maxLength(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
