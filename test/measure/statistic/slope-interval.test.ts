import { describe, expect, it } from 'vitest';
import { fitLine } from '../../../src/measure/statistic/regression.js';
import { slopeInterval } from '../../../src/measure/statistic/slope-interval.js';
import { type Seeded, seeded } from '../seeded.js';

const SLOPE = 0.048;
const RUNS = 200;

/** Residuals of a measurement of `count` points. */
type Residuals = (random: Seeded, count: number) => Float64Array;

/** Residuals that keep `memory` of the one before. */
const correlated =
  (memory: number): Residuals =>
  ({ normal }, count) => {
    let residual = normal() / Math.sqrt(1 - memory * memory);
    return Float64Array.from({ length: count }, () => {
      residual = memory * residual + normal();
      return residual;
    });
  };

const walk: Residuals = ({ normal }, count) => {
  let level = 0;
  return Float64Array.from({ length: count }, () => {
    level += 0.1 * normal();
    return level + normal();
  });
};

const wave: Residuals = ({ even, normal }, count) => {
  const [turns, phase] = [1 + 3 * even(), 2 * Math.PI * even()];
  return Float64Array.from(
    { length: count },
    (_, i) => 3 * Math.sin((2 * Math.PI * turns * i) / count + phase) + normal(),
  );
};

const levels: Residuals = ({ even, normal }, count) => {
  let level = 0;
  return Float64Array.from({ length: count }, () => {
    if (even() < 3 / count) level = 3 * normal();
    return level + normal();
  });
};

/** Share of the runs whose interval contains the slope. */
function coverage(residuals: Residuals, count: number) {
  let hits = 0;
  for (let seed = 1; seed <= RUNS; seed++) {
    const error = residuals(seeded(seed * 7919 + count), count);
    const x = Float64Array.from({ length: count }, (_, i) => 1e14 + i * 5000);
    const y = x.map((each, i) => (each - 1e14) * SLOPE + error[i]!);
    const { low, high } = slopeInterval(x, y);
    if (low <= SLOPE && SLOPE <= high) hits++;
  }
  return hits / RUNS;
}

describe('the interval of a slope contains the true value in 95 of 100 runs', () => {
  it.each([
    ['independent', correlated(0)],
    ['correlated over 10 points', correlated(0.9)],
    ['correlated over 100 points', correlated(0.99)],
    ['correlated over 1000 points', correlated(0.999)],
    ['random walks', walk],
    ['slow waves', wave],
    ['changing levels', levels],
  ] as const)('of residuals that are %s', (_, residuals) => {
    for (const count of [40, 470, 2000]) {
      const hits = coverage(residuals, count);
      expect(hits, `${count} points`).toBeGreaterThanOrEqual(0.92);
    }
  });

  it('of few points, by a wider interval', () => {
    expect(coverage(correlated(0), 8)).toBeGreaterThan(0.95);
    expect(coverage(correlated(0.97), 16)).toBeGreaterThan(0.9);
  });
});

describe('the interval of a slope', () => {
  it('is narrow for independent residuals: less than three times the minimum', () => {
    const error = correlated(0)(seeded(1), 470);
    const x = Float64Array.from(error, (_, i) => i);
    const y = x.map((each, i) => SLOPE * each + error[i]!);
    const { low, high } = slopeInterval(x, y);
    const least = fitLine(x, y).slopeInterval;
    expect((low + high) / 2).toBeCloseTo(fitLine(x, y).slope, 12);
    expect((high - low) / (least.high - least.low)).toBeLessThan(3);
  });

  it('contains the slope of points in bursts, as of a pointer that is queried at times', () => {
    let hits = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const { normal } = seeded(seed);
      const x = Float64Array.from({ length: 400 }, (_, i) => 10 * Math.floor(i / 100) + i / 1000);
      const { low, high } = slopeInterval(
        x,
        x.map((each) => SLOPE * each + normal()),
      );
      if (low <= SLOPE && SLOPE <= high) hits++;
    }
    expect(hits).toBeGreaterThanOrEqual(93);
  });

  it('has no width for points on a line', () => {
    expect(slopeInterval([0, 1, 2, 3, 4], [0, 2, 4, 6, 8])).toEqual({ low: 2, high: 2 });
  });

  it('needs at least four points', () => {
    expect(() => slopeInterval([0, 1, 2], [0, 1, 2])).toThrow(/4 points/);
  });
});
