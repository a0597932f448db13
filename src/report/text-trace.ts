import { envelopeByColumn, finiteRange, widenRange } from './envelope.js';
import type { TracePlot } from './plot.js';
import { formatRange } from './quantity.js';
import { MIN_PLOT_CELLS, type TextPlotOptions } from './text-histogram.js';

/** Bits of the dots of a braille cell, by column and row (Unicode U+2800). */
const BRAILLE_DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];
const BRAILLE_BLANK = 0x2800;

/**
 * Draws a trace in braille, two by four dots per cell, without losing peaks. Maximum and minimum
 * are on the left, the first and last x below.
 */
export function textTrace(plot: TracePlot, { columns, rows, chalk }: TextPlotOptions): string {
  const values = finiteRange(plot.y);
  if (values === undefined) return '(no data)';
  const range = widenRange(values, plot.minSpan ?? 0);
  const [bottom, top] = formatRange(...range, plot.yUnit);
  const labelCells = Math.max(top.length, bottom.length);
  const cells = Math.max(MIN_PLOT_CELLS, columns - labelCells - 1);
  const lines = brailleLines(plot, range, cells, rows).map((line, row) => {
    const label = row === 0 ? top : row === rows - 1 ? bottom : '';
    return `${chalk.dim(label.padStart(labelCells))} ${chalk.cyan(line)}`;
  });
  return [...lines, chalk.dim(xAxisLine(plot, labelCells, cells))].join('\n');
}

function brailleLines(
  { x, y }: TracePlot,
  [minValue, maxValue]: readonly [number, number],
  cells: number,
  rows: number,
): string[] {
  const { min, max } = envelopeByColumn(x, y, cells * 2);
  const lastRow = rows * 4 - 1;
  const rowOf = (value: number) =>
    Math.round(((maxValue - value) / (maxValue - minValue || 1)) * lastRow);
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
