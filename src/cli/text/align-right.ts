/** Cells of a table, each as wide as its column, figures at the right; those of the `left` columns as they are. */
export function alignRight(
  rows: readonly (readonly string[])[],
  left: readonly number[],
): string[][] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) => (left.includes(column) ? cell : cell.padStart(widths[column]!))),
  );
}
