import fc from 'fast-check';
import { expect, it } from 'vitest';
import { linearBins } from '../../src/measure/statistic/bins.js';
import { barFraction, histogramBars } from '../../src/report/histogram-bars.js';

const counts = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 500 });

it('histogramBars keeps every count in adjacent bars, up to the maximum', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 2, max: 60 }), (each, max) => {
      const histogram = {
        ...linearBins(0, each.length, each.length),
        counts: each,
        below: 0,
        above: 0,
      };
      const bars = histogramBars(histogram, max);
      expect(bars.length).toBeLessThanOrEqual(max);
      for (const bar of bars) {
        const inside = each.slice(bar.from, bar.to).reduce((sum, count) => sum + count, 0);
        expect(bar.count).toBe(inside);
      }
      expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(each.reduce((a, b) => a + b, 0));
      for (let i = 1; i < bars.length; i++) expect(bars[i]!.from).toBe(bars[i - 1]!.to);
    }),
  );
});

it('histogramBars begins and ends with non-empty bars', () => {
  const histogram = { ...linearBins(0, 6, 6), counts: [0, 0, 4, 0, 1, 0], below: 0, above: 0 };
  expect(histogramBars(histogram, 10)).toEqual([
    { from: 2, to: 3, count: 4 },
    { from: 3, to: 4, count: 0 },
    { from: 4, to: 5, count: 1 },
  ]);
});

it('barFraction keeps a single value visible on the logarithmic scale', () => {
  expect(barFraction(1, 1e6, 'log')).toBeGreaterThan(0.05);
  expect(barFraction(1, 1e6, 'linear')).toBe(1e-6);
  expect([barFraction(0, 5, 'log'), barFraction(5, 5, 'log'), barFraction(5, 5, 'linear')]).toEqual(
    [0, 1, 1],
  );
});
