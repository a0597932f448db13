import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, percentile, summary } from '../../../src/measure/statistic/percentiles.js';
import { seeded } from '../seeded.js';

const values = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 300 });

/** The definition itself: the smallest value that enough do not exceed. */
function byDefinition(all: readonly number[], thousandths: number): number {
  const enough = (value: number) =>
    BigInt(all.filter((each) => each <= value).length) * 100_000n >=
    BigInt(thousandths) * BigInt(all.length);
  return Math.min(...all.filter(enough));
}

describe('a percentile', () => {
  it('is the smallest value that at least the given share of the values does not exceed', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100_000 }), (all, thousandths) => {
        const sorted = Float64Array.from(all).sort();
        expect(percentile(sorted, thousandths / 1000)).toBe(byDefinition(all, thousandths));
      }),
    );
  });

  it('of 99.9 % is the 999th of a thousand, not the last', () => {
    const ranks = (count: number) => Float64Array.from({ length: count }, (_, i) => i + 1);
    expect(percentile(ranks(1000), 99.9)).toBe(999);
    expect(percentile(ranks(1001), 99.9)).toBe(1000);
  });
});

describe('a summary', () => {
  it('has the minimum, the maximum and the count, and does not change its input', () => {
    fc.assert(
      fc.property(values, (all) => {
        const given = [...all];
        const { count, min, max, p50, p90, p99, p999 } = summary(given)!;
        expect(given).toEqual(all);
        expect([count, min, max]).toEqual([all.length, Math.min(...all), Math.max(...all)]);
        expect([p50, p90, p99, p999]).toEqual(
          [50_000, 90_000, 99_000, 99_900].map((thousandths) => byDefinition(all, thousandths)),
        );
      }),
    );
  });

  it('sorts by numeric value', () => {
    expect(summary([10, 9, 100])).toMatchObject({ min: 9, p50: 10, max: 100 });
  });

  it('has the mean and deviation of values far from 0', () => {
    const { mean, deviation } = summary([1e15 + 2, 1e15 + 4, 1e15 + 9])!;
    expect(mean).toBe(1e15 + 5);
    expect(deviation).toBeCloseTo(Math.sqrt(13), 9);
  });

  it('matches the parameters of a known distribution', () => {
    const { normal } = seeded(1);
    const found = summary(Float64Array.from({ length: 100_000 }, () => 50 + 10 * normal()))!;
    expect(found.mean).toBeCloseTo(50, 0);
    expect(found.deviation).toBeCloseTo(10, 0);
    expect(found.p90).toBeCloseTo(50 + 12.816, 0);
    expect(Math.abs(found.p99 - (50 + 23.263))).toBeLessThan(0.6);
  });

  it('of one value has no deviation, and no values have no summary', () => {
    expect(summary([7])).toMatchObject({ p50: 7, p999: 7, mean: 7, deviation: 0 });
    expect(summary([])).toBeUndefined();
  });
});

it('the median of an even number of values is the mean of the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([30, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});
