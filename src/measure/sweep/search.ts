import { ringFrames, type SweepPoint, type SweepRun, samePoint } from './points.js';

/**
 * Next point to try. First a binary search finds the border between rings that survive and rings
 * that do not, for each rate and number of periods, so that the smallest is known early; then all
 * others, the smallest ring first. Undefined if none is left.
 */
export function nextPoint(
  points: readonly SweepPoint[],
  runs: readonly SweepRun[],
  borderOnly = false,
): SweepPoint | undefined {
  const runOf = (point: SweepPoint) => runs.find((run) => samePoint(run, point));
  for (const series of seriesOf(points)) {
    const offered = series.filter((point) => runOf(point)?.outcome !== 'skipped');
    const fails = offered.findLastIndex((point) => isBad(runOf(point)));
    const above = offered.findIndex((point, i) => i > fails && runOf(point) !== undefined);
    const survives = above < 0 ? offered.length : above;
    if (survives - fails > 1) return offered[(fails + survives) >> 1];
  }
  return borderOnly ? undefined : points.find((point) => runOf(point) === undefined);
}

/**
 * Smallest ring that survived at a rate: the smallest of those that did so together with every
 * larger period in as many periods, because a smaller ring can survive by luck. Of equal rings, the
 * one with more headroom. Struck-out rings do not count.
 */
export function smallestRing(
  runs: readonly SweepRun[],
  rateHz: number,
  struckOut: readonly SweepPoint[] = [],
): SweepRun | undefined {
  const tried = runs.filter((run) => run.rateHz === rateHz && run.outcome !== 'skipped');
  const isOut = (run: SweepRun) => struckOut.some((point) => samePoint(point, run));
  const survives = (run: SweepRun) => run.outcome === 'survived' && !isOut(run);
  const candidates = seriesOf(tried).flatMap((series) => {
    const border = series.findLastIndex((run) => !survives(run));
    return series.slice(border + 1, border + 2);
  });
  return candidates.sort(
    (a, b) =>
      ringFrames(a) - ringFrames(b) || (b.minHeadroomFrames ?? 0) - (a.minHeadroomFrames ?? 0),
  )[0];
}

function isBad(run: SweepRun | undefined): boolean {
  return run !== undefined && run.outcome !== 'survived';
}

/** Points of one rate and number of periods, by period size. */
function seriesOf<Point extends SweepPoint>(points: readonly Point[]): Point[][] {
  const series = new Map<string, Point[]>();
  for (const point of points) {
    const key = `${point.rateHz} ${point.periods}`;
    series.set(key, [...(series.get(key) ?? []), point]);
  }
  return [...series.values()].map((each) => each.sort((a, b) => a.periodSize - b.periodSize));
}
