import type { ChalkInstance } from 'chalk';

/** A name, its value, and what may be said of the value. */
export type Row = readonly [name: string, value: string, ...remarks: string[]];

const INDENT = 2;
const GAP = 2;
/** Where the last cell has less room than that, it stands below. */
const MIN_WRAP_WIDTH = 24;

/**
 * Rows in columns: names and remarks left and dim, values right where they are all figures. Where a row is
 * longer than a terminal is wide, its last remark goes on below, at its words.
 * @param columns of the terminal; undefined where it is none, and no row is too long
 */
export function formatRows(
  rows: readonly Row[],
  paint: ChalkInstance,
  values: 'left' | 'right' = 'left',
  columns: number | undefined = process.stdout.columns,
): string[] {
  const widths = columnWidths(rows, values);
  return rows.flatMap((row) => {
    const last = row.length - 1;
    const cells = row.map((cell, column) => {
      const pad = ' '.repeat(Math.max(0, widths[column]! - cell.length));
      if (column === 1) return values === 'right' ? pad + cell : cell + pad;
      return paint.dim(cell) + (column === last ? '' : pad);
    });
    const line = ' '.repeat(INDENT) + cells.join(' '.repeat(GAP));
    if (last < 2 || columns === undefined) return [line.trimEnd()];
    const before = ' '.repeat(INDENT) + cells.slice(0, last).join(' '.repeat(GAP));
    const at = INDENT + widths.slice(0, last).reduce((sum, width) => sum + width + GAP, 0);
    return wrapNote(before, row[last]!, at, widths[0]! + INDENT + GAP, columns).map(
      ([start, remark]) => `${start}${paint.dim(remark)}`.trimEnd(),
    );
  });
}

/** A row's beginning and its last remark, as lines of `columns` cells at most. */
function wrapNote(
  before: string,
  remark: string,
  at: number,
  below: number,
  columns: number,
): [start: string, remark: string][] {
  const gap = ' '.repeat(GAP);
  if (at + remark.length <= columns) return [[before + gap, remark]];
  const beside = columns - at >= MIN_WRAP_WIDTH;
  const start = beside ? at : below;
  const lines = wrapWords(remark, Math.max(MIN_WRAP_WIDTH, columns - start));
  const rest = (beside ? lines.slice(1) : lines).map((line): [string, string] => [
    ' '.repeat(start),
    line,
  ]);
  return [[before + gap, beside ? lines[0]! : ''], ...rest];
}

/** Broken at its spaces; a word that is longer than a line stays whole. */
function wrapWords(text: string, cells: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= cells) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

function columnWidths(rows: readonly Row[], values: 'left' | 'right'): number[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    // The last cell of a row pushes nothing aside.
    Math.max(0, ...rows.filter((row) => row.length > column + 1).map((row) => row[column]!.length)),
  );
  if (values === 'right') widths[1] = Math.max(...rows.map(([, value]) => value.length));
  return widths;
}
