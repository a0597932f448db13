/** What a series covers in each of equally wide columns of its x; NaN where it has a hole. */
export interface Envelope {
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/**
 * The least and the most of the line through the points, x ascending, in each of `columns` columns from the
 * first x to the last: so no peak is lost, however many points there are.
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
  const place = (i: number) => Math.round(((x[i]! - first) / span) * (columns - 1));
  const cover = (column: number, value: number) => {
    if (!(value >= min[column]!)) min[column] = value;
    if (!(value <= max[column]!)) max[column] = value;
  };
  for (let i = 0; i < x.length; i++) {
    if (!Number.isFinite(y[i])) continue;
    const column = place(i);
    cover(column, y[i]!);
    if (i === 0 || !Number.isFinite(y[i - 1])) continue;
    const before = place(i - 1);
    for (let between = before + 1; between < column; between++) {
      cover(between, y[i - 1]! + ((y[i]! - y[i - 1]!) * (between - before)) / (column - before));
    }
  }
  return { min, max };
}

/** The least and the most of what is finite; undefined where nothing is. */
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
