import type { ChalkInstance } from 'chalk';

/** A name, its value, and what may be said of the value. */
export type Row = readonly [name: string, value: string, ...remarks: string[]];

/** Rows in columns: names and remarks left and dim, values right where they are all figures. */
export function rowLines(
  rows: readonly Row[],
  paint: ChalkInstance,
  values: 'left' | 'right' = 'left',
): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    // The last cell of a row pushes nothing aside.
    Math.max(0, ...rows.filter((row) => row.length > column + 1).map((row) => row[column]!.length)),
  );
  if (values === 'right') widths[1] = Math.max(...rows.map(([, value]) => value.length));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const pad = ' '.repeat(Math.max(0, widths[column]! - cell.length));
      if (column === 1) return values === 'right' ? pad + cell : cell + pad;
      return paint.dim(cell) + (column === row.length - 1 ? '' : pad);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
