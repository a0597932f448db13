import { describe, expect, it } from 'vitest';
import {
  pointsOf,
  type SweepOutcome,
  type SweepPoint,
  type SweepRun,
} from '../../../src/measure/sweep/points.js';
import { nextPoint, smallestRing } from '../../../src/measure/sweep/search.js';

const SIZES = [64, 128, 256, 512, 1024, 2048, 4096];
const points = pointsOf({ periodSizes: SIZES, periods: [3, 2] }, [48_000]);

const run = (point: SweepPoint, outcome: SweepOutcome, minHeadroomFrames = 50): SweepRun => ({
  ...point,
  outcome,
  reason: '',
  seconds: 1,
  cycles: 10,
  xruns: outcome === 'xrun' ? 1 : 0,
  lateNs: undefined,
  minHeadroomFrames,
});
const at = (periodSize: number, periods = 2): SweepPoint => ({
  rateHz: 48_000,
  periodSize,
  periods,
});

/** All runs, in the order in which they are asked for. */
function searched(outcome: (point: SweepPoint) => SweepOutcome): SweepRun[] {
  const runs: SweepRun[] = [];
  for (;;) {
    const point = nextPoint(points, runs);
    if (point === undefined) return runs;
    runs.push(run(point, outcome(point)));
  }
}

const border = (min: number) => (point: SweepPoint) =>
  point.periodSize >= min ? 'survived' : 'xrun';

describe('the points of a grid', () => {
  it('begin with the smallest ring, and for equal rings with the smaller period', () => {
    const grid = { periodSizes: [128, 64], periods: [2, 4] };
    expect(pointsOf(grid, [48_000]).map((point) => [point.periodSize, point.periods])).toEqual([
      [64, 2],
      [64, 4],
      [128, 2],
      [128, 4],
    ]);
  });
});

describe('the search', () => {
  it.each([...SIZES, 9999])('tries every point at most once, for each limit: %i', (min) => {
    const runs = searched(border(min));
    expect(runs).toHaveLength(points.length);
    expect(new Set(runs.map((each) => `${each.periodSize} ${each.periods}`)).size).toBe(14);
  });

  it.each(SIZES)('finds the limit with three tries for each number of periods: %i', (min) => {
    const early = searched(border(min)).slice(0, 6);
    expect(smallestRing(early, 48_000)).toMatchObject({ periodSize: min, periods: 2 });
  });

  it('skips the points that the device does not support', () => {
    const runs = searched(({ periodSize }) => (periodSize < 1024 ? 'skipped' : 'survived'));
    expect(runs).toHaveLength(14);
    expect(smallestRing(runs, 48_000)).toMatchObject({ periodSize: 1024, periods: 2 });
  });
});

describe('the smallest ring', () => {
  it('is absent if none survived, or at another rate', () => {
    expect(smallestRing([], 48_000)).toBeUndefined();
    expect(smallestRing([run(at(64), 'thin')], 48_000)).toBeUndefined();
    expect(smallestRing([run(at(64), 'survived')], 44_100)).toBeUndefined();
  });

  it('is not one below a ring that had an xrun', () => {
    const runs = [run(at(64), 'survived'), run(at(128), 'xrun'), run(at(256), 'survived')];
    expect(smallestRing(runs, 48_000)).toMatchObject({ periodSize: 256 });
  });

  it('is searched among all numbers of periods', () => {
    const runs = [
      run(at(64), 'xrun'),
      run(at(128), 'survived'),
      run(at(64, 3), 'survived'),
      run(at(128, 3), 'survived'),
    ];
    expect(smallestRing(runs, 48_000)).toMatchObject({ periodSize: 64, periods: 3 });
  });

  it('is, for equal rings, the one with the larger margin', () => {
    const runs = [run(at(128), 'survived', 90), run(at(64, 4), 'survived', 140)];
    expect(smallestRing(runs, 48_000)).toMatchObject({ periodSize: 64, periods: 4 });
    expect(smallestRing([...runs].reverse(), 48_000)).toMatchObject({ periods: 4 });
  });

  it('is the next one if the smallest was rejected', () => {
    const runs = [run(at(64), 'survived'), run(at(128), 'survived')];
    expect(smallestRing(runs, 48_000, [at(64)])).toMatchObject({ periodSize: 128 });
  });
});
