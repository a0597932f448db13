import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envelopeByColumn, finiteRange, widenRange } from '../../src/report/envelope.js';

describe('envelopeByColumn', () => {
  it('keeps every peak, however many points there are', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (y, columns) => {
        const { min, max } = envelopeByColumn(
          y.map((_, i) => i * i),
          y,
          columns,
        );
        expect(finiteRange(min)![0]).toBe(Math.min(...y));
        expect(finiteRange(max)![1]).toBe(Math.max(...y));
      }),
    );
  });

  it('interpolates between few points', () => {
    const { min, max } = envelopeByColumn([0, 4], [10, 30], 5);
    expect([...min]).toEqual([10, 15, 20, 25, 30]);
    expect([...max]).toEqual([10, 15, 20, 25, 30]);
  });

  it('keeps holes', () => {
    const { min } = envelopeByColumn([0, 1, 2, 3, 4], [1, 1, Number.NaN, 2, 2], 5);
    expect([...min]).toEqual([1, 1, Number.NaN, 2, 2]);
  });
});

it('finiteRange ignores values that are not finite', () => {
  expect(finiteRange([3, Number.NaN, -1, Infinity])).toEqual([-1, 3]);
  expect(finiteRange([Number.NaN])).toBeUndefined();
});

it('widenRange leaves a wider range as it is', () => {
  expect(widenRange([1, 2], 4)).toEqual([-0.5, 3.5]);
  expect(widenRange([1, 9], 4)).toEqual([1, 9]);
});
