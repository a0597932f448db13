import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearBins, timeBinsNs } from '../../../src/measure/statistic/bins.js';
import { countInBins, Histogram } from '../../../src/measure/statistic/histogram.js';
import { median, percentile } from '../../../src/measure/statistic/percentiles.js';

const times = fc.array(
  fc.double({ min: 0, max: 11, noNaN: true }).map((exponent) => 10 ** exponent),
  { minLength: 1, maxLength: 200 },
);

describe('a histogram', () => {
  it('counts each value once', () => {
    fc.assert(
      fc.property(times, (values) => {
        const { counts, below, above, edges } = countInBins(values, timeBinsNs());
        expect(below).toBe(values.filter((value) => value < 10).length);
        expect(above).toBe(values.filter((value) => value >= edges.at(-1)!).length);
        counts.forEach((count, bin) => {
          const inside = (value: number) => value >= edges[bin]! && value < edges[bin + 1]!;
          expect(count).toBe(values.filter(inside).length);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('knows each percentile within the width of a bin', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 1000 }), (values, perMille) => {
        const inside = values.map((value) => Math.min(9.9e9, Math.max(10, value)));
        const histogram = new Histogram(timeBinsNs());
        for (const value of inside) histogram.add(value);
        const truth = percentile(Float64Array.from(inside).sort(), perMille / 10);
        const found = histogram.percentile(perMille / 10);
        expect(Math.abs(Math.log(found / truth))).toBeLessThan(Math.log(1.06));
      }),
    );
  });

  it('answers as the least or the most where the bins do not reach', () => {
    const histogram = new Histogram(linearBins(0, 10, 10));
    for (const value of [-7, 5.2, 99]) histogram.add(value);
    expect([1, 50, 100].map((percent) => histogram.percentile(percent))).toEqual([-7, 5.5, 99]);
    expect([histogram.min, histogram.max, histogram.count]).toEqual([-7, 99, 3]);
    expect(histogram.mean).toBeCloseTo(97.2 / 3, 12);
  });

  it('keeps nothing of what is added: no object, no number on the heap', () => {
    const histogram = new Histogram(timeBinsNs());
    const values = Float64Array.from({ length: 100_000 }, (_, i) => 10 ** ((i % 977) / 100) + 0.5);
    const bytesAnAdd = () => {
      const before = process.memoryUsage().heapUsed;
      for (let i = 0; i < values.length; i++) histogram.add(values[i]!);
      return (process.memoryUsage().heapUsed - before) / values.length;
    };
    // The first rounds are not compiled yet; a collection may fall into one.
    const rounds = Float64Array.from({ length: 20 }, bytesAnAdd);
    expect(median(rounds.slice(9))).toBeLessThan(1);
  });

  it('of nothing has no percentile', () => {
    expect(new Histogram(timeBinsNs()).percentile(50)).toBeNaN();
  });

  it('hands out counts that stay as they were', () => {
    const histogram = new Histogram(linearBins(0, 2, 2));
    histogram.add(1);
    const before = histogram.snapshot();
    histogram.add(1);
    expect(before.counts).toEqual([0, 1]);
    expect(histogram.snapshot().counts).toEqual([0, 2]);
  });
});
