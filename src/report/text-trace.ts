import { Chalk } from 'chalk';
import { columnSpans, rangeOf } from './column-spans.js';
import type { TracePlot } from './plot.js';
import { rangeTexts } from './quantity.js';
import type { TextSpace } from './text-histogram.js';

/** The dots of a braille cell, by column and row (Unicode 2800). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];
const BLANK = 0x2800;
const EIGHTHS = '▁▂▃▄▅▆▇█';
const FEWEST_CELLS = 4;

/**
 * A trace as lines of text, in braille: two by four dots a cell, no peak lost. At the left the highest and
 * the lowest value, below them where x begins and ends.
 */
export function textTrace(plot: TracePlot, space: TextSpace): string {
  const paint = space.paint ?? new Chalk({ level: 0 });
  const range = rangeOf(plot.y);
  if (range === undefined) return '(nothing was measured)';
  const [bottom, top] = rangeTexts(...range, plot.yUnit);
  const labelCells = Math.max(top.length, bottom.length);
  const cells = Math.max(FEWEST_CELLS, space.columns - labelCells - 1);
  const lines = brailleLines(plot, range, cells, space.rows).map((line, row) => {
    const label = row === 0 ? top : row === space.rows - 1 ? bottom : '';
    return `${paint.dim(label.padStart(labelCells))} ${paint.cyan(line)}`;
  });
  return [...lines, paint.dim(xLine(plot, labelCells, cells))].join('\n');
}

/** A series as one line of bars, `columns` of them or fewer; each shows the most of its stretch. */
export function sparkline(values: ArrayLike<number>, columns: number): string {
  const range = rangeOf(values);
  if (range === undefined) return '';
  const places = Array.from({ length: values.length }, (_, i) => i);
  const { high } = columnSpans(places, values, Math.min(columns, values.length));
  const [least, most] = range;
  return Array.from(high, (value) => {
    if (Number.isNaN(value)) return ' ';
    return EIGHTHS[Math.round(((value - least) / (most - least || 1)) * (EIGHTHS.length - 1))];
  }).join('');
}

function brailleLines(
  { x, y }: TracePlot,
  [least, most]: readonly [number, number],
  cells: number,
  rows: number,
): string[] {
  const { low, high } = columnSpans(x, y, cells * 2);
  const lowest = rows * 4 - 1;
  const rowOf = (value: number) => Math.round(((most - value) / (most - least || 1)) * lowest);
  const bits = Array.from({ length: rows }, () => new Uint8Array(cells));
  for (let column = 0; column < cells * 2; column++) {
    if (Number.isNaN(low[column]!)) continue;
    for (let row = rowOf(high[column]!); row <= rowOf(low[column]!); row++) {
      bits[row >> 2]![column >> 1]! |= DOTS[column & 1]![row & 3]!;
    }
  }
  return bits.map((line) => String.fromCharCode(...Array.from(line, (cell) => BLANK + cell)));
}

function xLine({ x, xUnit }: TracePlot, labelCells: number, cells: number): string {
  const [start, end] = rangeTexts(x[0]!, x[x.length - 1]!, xUnit);
  const room = Math.max(1, cells - start.length - end.length);
  return `${' '.repeat(labelCells + 1)}${start}${' '.repeat(room)}${end}`.trimEnd();
}
