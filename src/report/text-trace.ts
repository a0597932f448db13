import { Chalk } from 'chalk';
import { envelopeByColumn, finiteRange } from './envelope.js';
import type { TracePlot } from './plot.js';
import { formatRange } from './quantity.js';
import type { TextPlotOptions } from './text-histogram.js';

/** The dots of a braille cell, by column and row (Unicode 2800). */
const BRAILLE_DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];
const BRAILLE_BLANK = 0x2800;
const LOWER_BLOCKS = '▁▂▃▄▅▆▇█';
const MIN_PLOT_CELLS = 4;

/**
 * A trace as lines of text, in braille: two by four dots a cell, no peak lost. At the left the highest and
 * the lowest value, below them where x begins and ends.
 */
export function textTrace(plot: TracePlot, space: TextPlotOptions): string {
  const paint = space.chalk ?? new Chalk({ level: 0 });
  const range = finiteRange(plot.y);
  if (range === undefined) return '(nothing was measured)';
  const [bottom, top] = formatRange(...range, plot.yUnit);
  const labelCells = Math.max(top.length, bottom.length);
  const cells = Math.max(MIN_PLOT_CELLS, space.columns - labelCells - 1);
  const lines = brailleLines(plot, range, cells, space.rows).map((line, row) => {
    const label = row === 0 ? top : row === space.rows - 1 ? bottom : '';
    return `${paint.dim(label.padStart(labelCells))} ${paint.cyan(line)}`;
  });
  return [...lines, paint.dim(xAxisLine(plot, labelCells, cells))].join('\n');
}

/** A series as one line of bars, `columns` of them or fewer; each shows the max of its part. */
export function sparkline(values: ArrayLike<number>, columns: number): string {
  const range = finiteRange(values);
  if (range === undefined) return '';
  const indices = Array.from({ length: values.length }, (_, i) => i);
  const envelope = envelopeByColumn(indices, values, Math.min(columns, values.length));
  const [min, max] = range;
  return Array.from(envelope.max, (value) => {
    if (Number.isNaN(value)) return ' ';
    return LOWER_BLOCKS[Math.round(((value - min) / (max - min || 1)) * (LOWER_BLOCKS.length - 1))];
  }).join('');
}

function brailleLines(
  { x, y }: TracePlot,
  [rangeMin, rangeMax]: readonly [number, number],
  cells: number,
  rows: number,
): string[] {
  const { min, max } = envelopeByColumn(x, y, cells * 2);
  const lowest = rows * 4 - 1;
  const rowOf = (value: number) =>
    Math.round(((rangeMax - value) / (rangeMax - rangeMin || 1)) * lowest);
  const bits = Array.from({ length: rows }, () => new Uint8Array(cells));
  for (let column = 0; column < cells * 2; column++) {
    if (Number.isNaN(min[column]!)) continue;
    for (let row = rowOf(max[column]!); row <= rowOf(min[column]!); row++) {
      bits[row >> 2]![column >> 1]! |= BRAILLE_DOTS[column & 1]![row & 3]!;
    }
  }
  return bits.map((line) =>
    String.fromCharCode(...Array.from(line, (cell) => BRAILLE_BLANK + cell)),
  );
}

function xAxisLine({ x, xUnit }: TracePlot, labelCells: number, cells: number): string {
  const [start, end] = formatRange(x[0]!, x[x.length - 1]!, xUnit);
  const room = Math.max(1, cells - start.length - end.length);
  return `${' '.repeat(labelCells + 1)}${start}${' '.repeat(room)}${end}`.trimEnd();
}
