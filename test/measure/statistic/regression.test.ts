import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLine, lineAt } from '../../../src/measure/statistic/regression.js';
import { seeded } from '../seeded.js';

/** Frames a nanosecond of a 48 kHz card that is 37 ppm fast. */
const RATE = 48_000 * (1 + 37e-6) * 1e-9;
const START_NS = 123_456_789_012_345;

/** Looks 3 to 7 ms apart for 10 s, as a card at RATE would answer. */
function readings(seed: number, answer: (frames: number, random: () => number) => number) {
  const random = seeded(seed);
  const x = Float64Array.from({ length: 2000 }, (_, i) =>
    Math.round(START_NS + i * 5e6 + 2e6 * random.even()),
  );
  const y = x.map((ns) => 1e9 + answer((ns - START_NS) * RATE, random.normal));
  return { x, y };
}

const ppmOf = (slope: number) => (slope / (48_000 * 1e-9) - 1) * 1e6;

function covered(seeds: number, answer: (frames: number, random: () => number) => number): number {
  let hits = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const { x, y } = readings(seed, answer);
    const { low, high } = fitLine(x, y).slopeInterval;
    if (low <= RATE && RATE <= high) hits++;
  }
  return hits;
}

describe('the line of least squares', () => {
  it('finds a card that is 37 ppm fast within 0.01 ppm, though its clock is near 1e14 ns', () => {
    const { x, y } = readings(1, (frames) => frames);
    const line = fitLine(x, y);
    expect(Math.abs(ppmOf(line.slope) - 37)).toBeLessThan(0.01);
    expect(Math.abs(line.largestResidual)).toBeLessThan(1e-5);
    expect(line.residualDeviation).toBeLessThan(1e-5);
  });

  it('agrees with the normal equations in integers', () => {
    const point = fc.record({
      x: fc.integer({ min: -1000, max: 1000 }),
      y: fc.integer({ min: -1000, max: 1000 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 40 }), (points) => {
        fc.pre(new Set(points.map(({ x }) => x)).size > 1);
        const n = points.length;
        const sum = (of: (p: { x: number; y: number }) => number) =>
          points.reduce((total, each) => total + of(each), 0);
        const [sx, sy, sxx, sxy] = [
          sum(({ x }) => x),
          sum(({ y }) => y),
          sum(({ x }) => x * x),
          sum(({ x, y }) => x * y),
        ];
        const slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
        const line = fitLine(
          points.map(({ x }) => x),
          points.map(({ y }) => y),
        );
        expect(line.slope).toBeCloseTo(slope, 8);
        expect(line.intercept).toBeCloseTo((sy - slope * sx) / n, 6);
        const residuals = points.map(({ x, y }) => y - lineAt(line, x));
        const squares = residuals.reduce((total, each) => total + each * each, 0);
        expect(line.residualDeviation).toBeCloseTo(Math.sqrt(squares / (n - 2)), 6);
        expect(Math.abs(line.largestResidual)).toBeCloseTo(Math.max(...residuals.map(Math.abs)), 6);
      }),
    );
  });

  it('has the printed error of a worked example', () => {
    const line = fitLine([1, 2, 3, 4, 5], [2, 4, 5, 4, 5]);
    expect(line.slope).toBeCloseTo(0.6, 12);
    expect(line.intercept).toBeCloseTo(2.2, 12);
    expect(line.residualDeviation).toBeCloseTo(Math.sqrt(2.4 / 3), 12);
    expect(line.slopeError).toBeCloseTo(Math.sqrt(0.08), 12);
    expect(line.slopeInterval.high).toBeCloseTo(0.6 + 3.182446 * Math.sqrt(0.08), 5);
    expect(line.largestResidual).toBeCloseTo(1, 12);
  });

  it('has an interval that contains the true slope in 95 of 100 noisy runs', () => {
    const hits = covered(200, (frames, normal) => frames + 20 * normal());
    expect(hits).toBeGreaterThanOrEqual(180);
    expect(hits).toBeLessThan(200);
  });

  it('has an interval that contains the true slope of a pointer that moves by 48 frames', () => {
    const hits = covered(200, (frames) => Math.floor(frames / 48) * 48);
    expect(hits).toBeGreaterThanOrEqual(170);
  });

  it('through two points is exact, with an infinite interval', () => {
    const line = fitLine([0, 2], [1, 5]);
    expect(line).toMatchObject({ slope: 2, intercept: 1, residualDeviation: 0 });
    expect(line.slopeInterval).toEqual({ low: -Infinity, high: Infinity });
  });

  it('rejects fewer than two points and equal x', () => {
    expect(() => fitLine([1], [1])).toThrow(/at least 2 points/);
    expect(() => fitLine([1, 2], [1])).toThrow(/at least 2 points/);
    expect(() => fitLine([3, 3], [1, 2])).toThrow(/expected two different x/);
  });
});
