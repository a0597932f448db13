import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearBins, logBins } from '../../../src/measure/statistic/bins.js';
import { countInBins } from '../../../src/measure/statistic/histogram.js';

const times = fc.array(
  fc.double({ min: 0, max: 11, noNaN: true }).map((exponent) => 10 ** exponent),
  { minLength: 1, maxLength: 200 },
);

describe('a histogram', () => {
  it('counts each value in exactly one bin, or below or above them', () => {
    fc.assert(
      fc.property(times, (values) => {
        const { counts, below, above, edges } = countInBins(values, logBins(10, 1e10, 40));
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

  it('of no values has a count of 0 in each bin', () => {
    const { counts, below, above } = countInBins([], linearBins(0, 2, 2));
    expect({ counts, below, above }).toEqual({ counts: [0, 0], below: 0, above: 0 });
  });
});
