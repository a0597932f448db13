/** Values from index `from` to below `to`, without a copy if possible. */
export function slice(values: ArrayLike<number>, from: number, to: number): ArrayLike<number> {
  if (values instanceof Float64Array) return values.subarray(from, to);
  return Float64Array.from({ length: to - from }, (_, i) => values[from + i]!);
}
