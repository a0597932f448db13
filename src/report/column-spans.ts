/** What a series covers in each of equally wide columns of its x; NaN where it has a hole. */
export interface ColumnSpans {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * The least and the most of the line through the points, x ascending, in each of `columns` columns from the
 * first x to the last: so no peak is lost, however many points there are.
 */
export function columnSpans(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  columns: number,
): ColumnSpans {
  const low = new Float64Array(columns).fill(Number.NaN);
  const high = new Float64Array(columns).fill(Number.NaN);
  const first = x[0] ?? 0;
  const span = (x[x.length - 1] ?? 0) - first || 1;
  const place = (i: number) => Math.round(((x[i]! - first) / span) * (columns - 1));
  const cover = (column: number, value: number) => {
    if (!(value >= low[column]!)) low[column] = value;
    if (!(value <= high[column]!)) high[column] = value;
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
  return { low, high };
}

/** The least and the most of what is finite; undefined where nothing is. */
export function rangeOf(values: ArrayLike<number>): readonly [number, number] | undefined {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least <= most ? [least, most] : undefined;
}
