import { fitLine, type Interval, type Line, slice } from './regression.js';
import { slopeInterval } from './slope-interval.js';

/** Line through one window of a measurement, from `fromX` to below `toX`. */
interface WindowSlope {
  readonly fromX: number;
  readonly toX: number;
  readonly line: Line;
  /** 95 % interval of the slope; residuals can be correlated. */
  readonly interval: Interval;
}

/** A line through fewer points has no interval. */
const MIN_POINTS = 4;

/**
 * Drift of a slope: the lines through `windows` equally long windows of x, which ascends. A window
 * with fewer than four points, or with all at one x, is left out.
 */
export function slopes(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  windows: number,
): readonly WindowSlope[] {
  if (x.length < MIN_POINTS) return [];
  const first = x[0]!;
  const span = x[x.length - 1]! - first;
  const edge = (window: number) => first + (span * window) / windows;
  const lines: WindowSlope[] = [];
  let start = 0;
  for (let window = 0; window < windows; window++) {
    const last = window === windows - 1;
    let end = last ? x.length : start;
    while (end < x.length && x[end]! < edge(window + 1)) end++;
    if (end - start >= MIN_POINTS && x[end - 1]! > x[start]!) {
      const [partX, partY] = [slice(x, start, end), slice(y, start, end)];
      lines.push({
        fromX: edge(window),
        toX: edge(window + 1),
        line: fitLine(partX, partY),
        interval: slopeInterval(partX, partY),
      });
    }
    start = end;
  }
  return lines;
}
