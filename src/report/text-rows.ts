import type { ChalkInstance } from 'chalk';
import { type Cell, cellText, cellTone, type Tone, withText } from './report.js';
import { terminalColumns } from './terminal.js';

/** A name, its value, and notes on the value. */
export type TextRow = readonly [name: string, value: Cell, ...notes: Cell[]];

const TONE_STYLES = { good: 'green', warning: 'yellow', bad: 'red', muted: 'dim' } as const;

export const INDENT = 2;
export const GAP = 2;
/** If the last cell has less room than this, it continues below the row. */
export const MIN_WRAP_WIDTH = 24;

/**
 * Formats rows in columns: names and notes left-aligned and dim, values right-aligned if requested.
 * If a row is wider than the terminal, its last note is wrapped at spaces.
 * @param columns width of the terminal; undefined to never wrap
 */
export function formatRows(
  rows: readonly TextRow[],
  chalk: ChalkInstance,
  values: 'left' | 'right' = 'left',
  columns: number | undefined = terminalColumns(),
): string[] {
  const widths = columnWidths(rows, values);
  return rows.flatMap((row) => {
    const last = row.length - 1;
    const cells = row.map((cell, column) => {
      const pad = ' '.repeat(Math.max(0, widths[column]! - cellText(cell).length));
      if (column === 1) {
        const value = paintCell(cell, chalk);
        return values === 'right' ? pad + value : value + pad;
      }
      return paintCell(cell, chalk, 'muted') + (column === last ? '' : pad);
    });
    const line = ' '.repeat(INDENT) + cells.join(' '.repeat(GAP));
    // A value that is aligned to the right is a number.
    if (columns === undefined || (last < 2 && values === 'right')) return [line.trimEnd()];
    const before = ' '.repeat(INDENT) + cells.slice(0, last).join(' '.repeat(GAP));
    const noteColumn = INDENT + widths.slice(0, last).reduce((sum, width) => sum + width + GAP, 0);
    const note = row[last]!;
    const tone = last < 2 ? undefined : 'muted';
    return wrapNote(before, cellText(note), noteColumn, widths[0]! + INDENT + GAP, columns).map(
      ([start, text]) => `${start}${paintCell(withText(note, text), chalk, tone)}`.trimEnd(),
    );
  });
}

/** Splits text at spaces into lines of up to `cells` characters; longer words stay whole. */
export function wrapWords(text: string, cells: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= cells) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

/** Wraps a line at the width of the terminal, if it is known; the rest is indented. */
export function wrapLine(
  text: string,
  indent: number,
  columns: number | undefined = terminalColumns(),
): string[] {
  if (columns === undefined || text.length <= columns) return [text];
  const start = /^ */.exec(text)![0];
  const [first = '', ...rest] = wrapWords(text.trimStart(), columns - indent);
  return [start + first, ...rest.map((line) => ' '.repeat(indent) + line)];
}

/** Colours a cell by its tone, or by `fallback` if it has none. */
export function paintCell(cell: Cell, chalk: ChalkInstance, fallback?: Tone): string {
  const tone = cellTone(cell) ?? fallback;
  const text = cellText(cell);
  return tone === undefined ? text : chalk[TONE_STYLES[tone]](text);
}

/** Splits a row into its beginning and the lines of its last note, each up to `columns` wide. */
function wrapNote(
  before: string,
  note: string,
  noteColumn: number,
  columnBelow: number,
  columns: number,
): [start: string, note: string][] {
  const gap = ' '.repeat(GAP);
  if (noteColumn + note.length <= columns) return [[before + gap, note]];
  const startsOnRow = columns - noteColumn >= MIN_WRAP_WIDTH;
  const start = startsOnRow ? noteColumn : columnBelow;
  const lines = wrapWords(note, Math.max(MIN_WRAP_WIDTH, columns - start));
  const rest = (startsOnRow ? lines.slice(1) : lines).map((line): [string, string] => [
    ' '.repeat(start),
    line,
  ]);
  return [[before + gap, startsOnRow ? lines[0]! : ''], ...rest];
}

function columnWidths(rows: readonly TextRow[], values: 'left' | 'right'): number[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    // The last cell of a row does not widen its column.
    Math.max(
      0,
      ...rows.filter((row) => row.length > column + 1).map((row) => cellText(row[column]!).length),
    ),
  );
  if (values === 'right') {
    widths[1] = Math.max(...rows.map(([, value]) => cellText(value).length));
  }
  return widths;
}
