import { describe, expect, it } from 'vitest';
import { fitLine } from '../../../src/measure/statistic/regression.js';
import { medianSlope, robustLine } from '../../../src/measure/statistic/robust-line.js';
import { seeded } from '../seeded.js';

const RATE = 48_000 * (1 - 120e-6) * 1e-9;
const ppmOff = (slope: number) => Math.abs(slope / RATE - 1) * 1e6;

/** 1000 reads in 10 s; every 20th is an outlier: the reader was up to 50 ms late. */
function readings(round: (frames: number) => number) {
  const { even } = seeded(3);
  const wild: number[] = [];
  const x = Float64Array.from({ length: 1000 }, (_, i) => 1e14 + i * 1e7);
  const y = x.map((ns, i) => {
    const frames = (ns - 1e14) * RATE;
    if (i % 20 !== 7) return round(frames);
    wild.push(i);
    return frames + 200 + 2200 * even() * (i / 1000);
  });
  return { x, y, wild };
}

describe('the robust line', () => {
  it('leaves out exactly the outliers, which would change the slope', () => {
    const { normal } = seeded(4);
    const { x, y, wild } = readings((frames) => frames + normal());
    const { line, outliers } = robustLine(x, y);
    expect(outliers).toEqual(wild);
    expect(ppmOff(line.slope)).toBeLessThan(1);
    expect(ppmOff(fitLine(x, y).slope)).toBeGreaterThan(50);
    expect(line.slopeInterval.low).toBeLessThan(RATE);
    expect(line.slopeInterval.high).toBeGreaterThan(RATE);
  });

  it('returns the points it goes through', () => {
    const { x, y } = readings((frames) => frames);
    const robust = robustLine(x, y);
    expect(robust.x).toHaveLength(950);
    expect(fitLine(robust.x, robust.y)).toEqual(robust.line);
  });

  it('equals the least-squares line without outliers, also for exact points', () => {
    const { normal } = seeded(5);
    const x = Float64Array.from({ length: 500 }, (_, i) => i);
    for (const y of [x.map((each) => 3 * each + normal()), x.map((each) => 0.1 * each + 7)]) {
      expect(robustLine(x, y).outliers).toEqual([]);
      expect(robustLine(x, y).line).toEqual(fitLine(x, y));
    }
  });

  it('keeps steps within the tolerance although most residuals are 0', () => {
    const x = Float64Array.from({ length: 400 }, (_, i) => i);
    const y = x.map((each) => 48 * each - (each % 10 === 0 ? 48 : 0));
    expect(robustLine(x, y).outliers).toHaveLength(40);
    expect(robustLine(x, y, { tolerance: 48 }).outliers).toEqual([]);
  });
});

it('the median slope over a quarter of the points is not changed by one jump', () => {
  const x = Float64Array.from({ length: 100 }, (_, i) => i);
  for (const at of [10, 40, 50, 80]) {
    const y = x.map((each) => 48 * each + (each > at ? 3000 : 0));
    expect(medianSlope(x, y, 25)).toBe(48);
  }
});
