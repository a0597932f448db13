import { Chalk, type ChalkInstance } from 'chalk';
import type { HistogramPlot } from './plot.js';
import { axisTexts, countText, quantityText } from './quantity.js';
import { type Bar, reachOf, trimmedBins } from './trimmed-bins.js';

/** What there is for a plot in a terminal. */
export interface TextSpace {
  readonly columns: number;
  readonly rows: number;
  readonly paint?: ChalkInstance | undefined;
}

const FULL = '█';
/** A cell that is filled from the left by one to seven eighths. */
const EIGHTHS = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const FEWEST_CELLS = 4;

/**
 * A histogram as lines of text: a bar a bin, neighbours put together where `rows` are few; at the left where
 * the bin begins, at the right the count and the marks that lie in it. What lies beyond the bins has
 * lines of its own.
 */
export function textHistogram(plot: HistogramPlot, space: TextSpace): string {
  const paint = space.paint ?? new Chalk({ level: 0 });
  const lines = linesOf(plot, space.rows);
  if (lines.length === 0) return '(nothing was measured)';
  const most = Math.max(...lines.map(({ count }) => count));
  const labelCells = widest(lines.map(({ label }) => label));
  const countCells = widest(lines.map(({ count }) => countText(count)));
  const markCells = widest(lines.map(({ marks }) => marks));
  const rest = space.columns - labelCells - countCells - markCells - (markCells === 0 ? 2 : 4);
  const cells = Math.max(FEWEST_CELLS, rest);
  return lines
    .map(({ label, count, marks }) => {
      const bar = barOf(reachOf(count, most, plot.countScale), cells);
      const start = `${paint.dim(label.padStart(labelCells))} ${paint.cyan(bar)}`;
      const room = ' '.repeat(cells - bar.length);
      const end = `${countText(count).padStart(countCells)}${marks && paint.yellow(`  ${marks}`)}`;
      return `${start}${room} ${end}`;
    })
    .join('\n');
}

interface TextLine {
  readonly label: string;
  readonly count: number;
  readonly marks: string;
}

function linesOf({ histogram, unit, marks }: HistogramPlot, rows: number): TextLine[] {
  const bars = trimmedBins(histogram, rows);
  const starts = bars.map(({ from }) => from);
  const texts =
    histogram.scale === 'linear'
      ? axisTexts(starts, unit)
      : starts.map((start) => quantityText(start, unit));
  const lines = bars.map((bar, i) => ({
    label: texts[i]!,
    count: bar.count,
    marks: marksIn(bar, marks),
  }));
  const { below, above, edges } = histogram;
  const beyond = (sign: string, edge: number, count: number): TextLine[] =>
    count === 0 ? [] : [{ label: `${sign} ${quantityText(edge, unit)}`, count, marks: '' }];
  return [
    ...beyond('<', edges[0]!, below),
    ...lines,
    ...beyond('≥', edges[edges.length - 1]!, above),
  ];
}

function marksIn({ from, to }: Bar, marks: HistogramPlot['marks']): string {
  const inside = marks.filter(({ value }) => value >= from && value < to);
  return inside.map(({ label }) => label).join(' ');
}

/** A bar of `reach`, 0 to 1, of the cells; at least an eighth of one where it is not 0. */
function barOf(reach: number, cells: number): string {
  const eighths = reach === 0 ? 0 : Math.max(1, Math.round(reach * cells * 8));
  const rest = eighths % 8;
  return FULL.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : EIGHTHS[rest - 1]!);
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
