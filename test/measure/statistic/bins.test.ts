import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bins,
  binOf,
  binsFor,
  linearBins,
  logBins,
  roundStep,
} from '../../../src/measure/statistic/bins.js';

/** Bin by comparison with every edge. */
function byEdges({ edges }: Bins, value: number): number {
  return edges.filter((edge) => edge <= value).length - 1;
}

describe('the bin of a value', () => {
  it('has its edges around the value, in linear bins', () => {
    const bins = fc
      .record({
        from: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
        width: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        count: fc.integer({ min: 1, max: 60 }),
      })
      .map(({ from, width, count }) => linearBins(from, from + width, count));
    fc.assert(
      fc.property(bins, fc.double({ min: -2500, max: 2500, noNaN: true }), (each, value) => {
        expect(binOf(each, value)).toBe(byEdges(each, value));
      }),
    );
  });

  it('has its edges around the value, in logarithmic bins', () => {
    const bins = logBins(10, 1e10, 40);
    fc.assert(
      fc.property(fc.double({ min: -1, max: 11, noNaN: true }), (exponent) => {
        expect(binOf(bins, 10 ** exponent)).toBe(byEdges(bins, 10 ** exponent));
      }),
    );
    expect(binOf(bins, 0)).toBe(-1);
    expect(binOf(bins, -5)).toBe(-1);
  });

  it('is the first, and not -0, for a value of -0 in bins from 0', () => {
    expect(binOf(linearBins(0, 7, 7), -0)).toBe(0);
  });

  it('contains its own lower edge despite rounding', () => {
    for (const bins of [logBins(10, 1e10, 40), linearBins(0, 0.7, 7), logBins(1, 1000, 3)]) {
      bins.edges.forEach((edge, bin) => {
        expect(binOf(bins, edge)).toBe(bin);
        const justBelow = edge * (1 - 2 ** -53);
        if (edge > 0) expect(binOf(bins, justBelow)).toBe(bin - 1);
      });
    }
  });
});

describe('bins', () => {
  it('have equal ratios, 40 per decade from 10 to 1e10', () => {
    const { edges } = logBins(10, 1e10, 40);
    expect(edges[0]).toBe(10);
    expect(edges.at(-1)).toBeCloseTo(1e10, 0);
    expect(edges).toHaveLength(361);
    for (let i = 1; i < edges.length; i++) expect(edges[i]! / edges[i - 1]!).toBeLessThan(1.06);
  });

  it('for given values contain their min and max, between round edges', () => {
    const size = fc.double({ min: -6, max: 9, noNaN: true }).map((exponent) => 10 ** exponent);
    const value = fc.tuple(fc.constantFrom(-1, 0, 1), size).map(([sign, each]) => sign * each);
    fc.assert(
      fc.property(value, value, fc.integer({ min: 5, max: 60 }), (a, b, about) => {
        const bins = binsFor(Math.min(a, b), Math.max(a, b), about);
        const count = bins.edges.length - 1;
        for (const each of [a, b]) {
          expect(binOf(bins, each)).toBeGreaterThanOrEqual(0);
          expect(binOf(bins, each)).toBeLessThan(count);
        }
        expect(count).toBeLessThan(3 * about + 3);
      }),
    );
    const close = binsFor(0.9999999989999999, 1, 5);
    expect(binOf(close, 1)).toBeLessThan(close.edges.length - 1);
    expect(binOf(binsFor(1000 * (1 - 2 ** -53), 1e6, 20), 1000 * (1 - 2 ** -53))).toBeGreaterThan(
      0,
    );
    expect(binsFor(3, 47, 10).edges).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50]);
    expect(binsFor(48, 48, 10).edges).toContain(50);
  });

  it('are logarithmic if the max is more than 30 times the min', () => {
    expect(binsFor(120, 9e6, 40).scale).toBe('log');
    expect(binsFor(0, 9e6, 40).scale).toBe('linear');
    expect(binsFor(120, 200, 40).scale).toBe('linear');
  });
});

it('a round step is 1, 2 or 5 times a power of ten, and not below the requested step', () => {
  expect([0.03, 1, 1.1, 2.5, 6, 99].map(roundStep)).toEqual([0.05, 1, 2, 5, 10, 100]);
});
