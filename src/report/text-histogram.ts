import type { ChalkInstance } from 'chalk';
import { type Bar, barFraction, histogramBars } from './histogram-bars.js';
import type { HistogramPlot } from './plot.js';
import { formatCount, formatQuantity, formatTicks } from './quantity.js';

/** Size of a plot in terminal cells, and its colours. */
export interface TextPlotOptions {
  readonly columns: number;
  readonly rows: number;
  readonly chalk: ChalkInstance;
}

const FULL_BLOCK = '█';
/** Cells filled from the left by one to seven eighths. */
const LEFT_BLOCKS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
export const MIN_PLOT_CELLS = 4;

/**
 * Draws a histogram as lines of text: one bar per line, adjacent bins merged to fit into `rows`;
 * the start of the bin on the left, count and marks on the right. Values outside the bins have
 * lines of their own.
 */
export function textHistogram(
  plot: HistogramPlot,
  { columns, rows, chalk }: TextPlotOptions,
): string {
  const lines = histogramLines(plot, rows);
  if (lines.length === 0) return '(no data)';
  const max = Math.max(...lines.map(({ count }) => count));
  const labelCells = maxLength(lines.map(({ label }) => label));
  const countCells = maxLength(lines.map(({ count }) => formatCount(count)));
  const markCells = maxLength(lines.map(({ marks }) => marks));
  const rest = columns - labelCells - countCells - markCells - (markCells === 0 ? 2 : 4);
  const cells = Math.max(MIN_PLOT_CELLS, rest);
  return lines
    .map(({ label, count, marks }) => {
      const fraction = barFraction(count, max, plot.countScale);
      // A count above 0 is always visible.
      const bar = blocks(fraction === 0 ? 0 : Math.max(1, Math.round(fraction * cells * 8)));
      const start = `${chalk.dim(label.padStart(labelCells))} ${chalk.cyan(bar)}`;
      const room = ' '.repeat(cells - bar.length);
      const end = formatCount(count).padStart(countCells);
      return `${start}${room} ${end}${marks && chalk.yellow(`  ${marks}`)}`;
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

/** Draws a bar of a length in eighths of a cell. */
export function blocks(eighths: number): string {
  const rest = eighths % 8;
  return FULL_BLOCK.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : LEFT_BLOCKS[rest - 1]!);
}

function maxLength(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
