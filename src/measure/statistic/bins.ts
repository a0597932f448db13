/**
 * Edges of a histogram's bins, ascending, one more than there are bins; a bin contains its lower
 * edge.
 */
export interface Bins {
  readonly scale: 'linear' | 'log';
  readonly edges: readonly number[];
}

const DECADE_MARKS = [1, 2, 5, 10];

/** `count` bins of equal width from `from` to `to`, which is above it. */
export function linearBins(from: number, to: number, count: number): Bins {
  const edges = Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count);
  edges[count] = to;
  return { scale: 'linear', edges };
}

/**
 * `perDecade` bins of equal ratio per factor of ten, from `from`, which is above 0, to at least
 * `to`.
 */
export function logBins(from: number, to: number, perDecade: number): Bins {
  const decades = Math.log10(to / from);
  const count = Math.max(1, Math.ceil(decades * perDecade - 1e-9));
  const edges = Array.from({ length: count + 1 }, (_, i) => from * 10 ** (i / perDecade));
  return { scale: 'log', edges };
}

/**
 * About `about` bins with round edges for values from `min` to `max`; logarithmic if all are
 * above 0 and the max is more than 30 times the min.
 */
export function binsFor(min: number, max: number, about: number): Bins {
  if (min > 0 && max > 30 * min) {
    // A logarithm can round up to an integer.
    const lower = 10 ** Math.floor(Math.log10(min));
    const from = lower > min ? lower / 10 : lower;
    const to = 10 ** (Math.floor(Math.log10(max)) + 1);
    return logBins(from, to, Math.max(1, Math.round(about / Math.log10(to / from))));
  }
  const span = max - min || Math.abs(max) / 2 || 1;
  const width = roundStep(Math.max(span, Math.abs(max) * 1e-9) / about);
  let first = Math.floor(min / width);
  let last = Math.floor(max / width) + 1;
  // A division can round to the other side of an edge.
  if (first * width > min) first--;
  if (last * width <= max) last++;
  return linearBins(first * width, last * width, last - first);
}

/** Smallest of 1, 2 and 5 times a power of ten that is at least `step`, which is above 0. */
export function roundStep(step: number): number {
  const decade = 10 ** Math.floor(Math.log10(step));
  const mark = DECADE_MARKS.find((each) => each * decade >= step * (1 - 1e-9)) ?? 10;
  return mark * decade;
}

/** Bin that contains `value`: -1 below the first, the number of bins at the last edge and above. */
export function binOf({ scale, edges }: Bins, value: number): number {
  const last = edges.length - 1;
  if (value < edges[0]!) return -1;
  if (value >= edges[last]!) return last;
  const [from, to] = [edges[0]!, edges[last]!];
  const share =
    scale === 'linear'
      ? (value - from) / (to - from)
      : Math.log(value / from) / Math.log(to / from);
  // Avoids -0 for a value of -0.
  let bin = Math.max(0, Math.floor(last * share));
  // Rounding can put a value at an edge on the wrong side.
  while (bin > 0 && value < edges[bin]!) bin--;
  while (bin < last - 1 && value >= edges[bin + 1]!) bin++;
  return bin;
}
