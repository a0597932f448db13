import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnSpans, rangeOf } from '../../src/report/column-spans.js';

describe('the columns of a trace', () => {
  it('lose no peak, however many points there are', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), {
      minLength: 1,
      maxLength: 400,
    });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (y, columns) => {
        const { low, high } = columnSpans(
          y.map((_, i) => i * i),
          y,
          columns,
        );
        expect(rangeOf(low)![0]).toBe(Math.min(...y));
        expect(rangeOf(high)![1]).toBe(Math.max(...y));
      }),
    );
  });

  it('are joined where points are few', () => {
    const { low, high } = columnSpans([0, 4], [10, 30], 5);
    expect([...low]).toEqual([10, 15, 20, 25, 30]);
    expect([...high]).toEqual([10, 15, 20, 25, 30]);
  });

  it('have a hole where the series has one', () => {
    const { low } = columnSpans([0, 1, 2, 3, 4], [1, 1, Number.NaN, 2, 2], 5);
    expect([...low]).toEqual([1, 1, Number.NaN, 2, 2]);
  });
});

it('the range is of what is finite', () => {
  expect(rangeOf([3, Number.NaN, -1, Infinity])).toEqual([-1, 3]);
  expect(rangeOf([Number.NaN])).toBeUndefined();
});
