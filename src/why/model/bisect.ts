/**
 * Returns the index of the last element up to a time, by bisection; -1 if all are later.
 * @param elements in order of time
 */
export function lastIndexUpTo<T>(
  elements: readonly T[],
  ns: number,
  timeOf: (element: T) => number,
): number {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(elements[middle]!) <= ns) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
