/** Minimum and maximum of a series in equally wide columns of x; NaN in holes. */
export interface Envelope {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/**
 * Returns the minimum and maximum, in each of `columns` columns, of the line through the points. No
 * peak is lost, however many points share a column.
 * @param x ascending
 */
export function envelopeByColumn(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  columns: number,
): Envelope {
  const min = new Float64Array(columns).fill(Number.NaN);
  const max = new Float64Array(columns).fill(Number.NaN);
  const first = x[0] ?? 0;
  const span = (x[x.length - 1] ?? 0) - first || 1;
  const columnOf = (i: number) => Math.round(((x[i]! - first) / span) * (columns - 1));
  const cover = (column: number, value: number) => {
    if (!(value >= min[column]!)) min[column] = value;
    if (!(value <= max[column]!)) max[column] = value;
  };
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(y[i])) continue;
    const column = columnOf(i);
    cover(column, y[i]!);
    if (i === 0 || !Number.isFinite(y[i - 1])) continue;
    const previous = columnOf(i - 1);
    for (let between = previous + 1; between < column; between++) {
      cover(
        between,
        y[i - 1]! + ((y[i]! - y[i - 1]!) * (between - previous)) / (column - previous),
      );
    }
  }
  return { min, max };
}

/** Returns minimum and maximum of the finite values, or undefined if there are none. */
export function finiteRange(values: ArrayLike<number>): readonly [number, number] | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? [min, max] : undefined;
}

/** Returns a range of at least this width around the centre of another. */
export function widenRange(
  [min, max]: readonly [number, number],
  width: number,
): readonly [number, number] {
  const missing = Math.max(0, width - (max - min)) / 2;
  return [min - missing, max + missing];
}
