import type { ChalkInstance } from 'chalk';
import Table from 'cli-table3';
import { type Cell, type Column, cellText, withText } from './report.js';
import {
  formatRows,
  GAP,
  INDENT,
  MIN_WRAP_WIDTH,
  paintCell,
  type TextRow,
  wrapWords,
} from './text-rows.js';

/**
 * Formats a table below a dim head. If it is wider than `width`, its last left-aligned column is
 * wrapped; if too little room is left for that, each row becomes lines of names and values.
 * @param width of the terminal; undefined to never wrap
 */
export function formatSectionTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number | undefined,
  chalk: ChalkInstance,
): string {
  const head = columns.map(({ name }) => chalk.dim(name));
  const paint = (row: readonly Cell[]) => row.map((cell) => paintCell(cell, chalk));
  const aligns = columns.map(({ align }) => align);
  const widths = columns.map(({ name }, i) =>
    Math.max(name.length, ...rows.map((row) => cellText(row[i]!).length)),
  );
  const total = widths.reduce((sum, each) => sum + each, INDENT + GAP * (columns.length - 1));
  if (width === undefined || total <= width) return formatTable(head, rows.map(paint), aligns);
  const wrapped = columns.findLastIndex(({ align }) => align === 'left');
  const room = wrapped < 0 ? 0 : width - (total - widths[wrapped]!);
  if (room < MIN_WRAP_WIDTH) return stackedRows(columns, rows, width, chalk);
  const lines = rows.map((row) =>
    paint(row).map((cell, i) => (i === wrapped ? wrapCell(row[i]!, room, chalk) : cell)),
  );
  return formatTable(head, lines, aligns);
}

/** Formats a table with a line below its head. Cells may be coloured. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  colAligns: Column['align'][] = [],
): string {
  const table = new Table({ head: [...head], style: PLAIN_STYLE, chars: BORDERLESS, colAligns });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => `${' '.repeat(INDENT)}${line.trimEnd()}`)
    .join('\n');
}

function wrapCell(cell: Cell, room: number, chalk: ChalkInstance): string {
  return wrapWords(cellText(cell), room)
    .map((line) => paintCell(withText(cell, line), chalk))
    .join('\n');
}

/** Shows each row as lines of column name and cell. */
function stackedRows(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  chalk: ChalkInstance,
): string {
  const nameWidth = Math.max(...columns.map(({ name }) => name.length));
  const room = Math.max(MIN_WRAP_WIDTH, width - INDENT - nameWidth - GAP);
  return rows
    .map((row) => {
      const pairs = columns.flatMap(({ name }, i) => {
        const cell = row[i]!;
        return wrapWords(cellText(cell), room).map(
          (line, index): TextRow => [index === 0 ? name : '', withText(cell, line)],
        );
      });
      return formatRows(pairs, chalk, 'left', width).join('\n');
    })
    .join('\n\n');
}

const PLAIN_STYLE = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
/** Names of cli-table3 for the parts of a border. */
const BORDER_PARTS = ['top', 'bottom', 'left', 'mid', 'right'].flatMap((side) =>
  ['', '-left', '-mid', '-right'].map((end) => `${side}${end}`),
);
const BORDERLESS = {
  ...Object.fromEntries(BORDER_PARTS.map((part) => [part, ''])),
  middle: ' '.repeat(GAP),
};
