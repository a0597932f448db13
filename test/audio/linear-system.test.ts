import fc from 'fast-check';
import { expect, it } from 'vitest';
import { solveLinearSystem } from '../../src/audio/linear-system.js';

const element = fc.integer({ min: -9, max: 9 });

it('solves a system with a known solution', () => {
  const systems = fc
    .integer({ min: 1, max: 5 })
    .chain((n) =>
      fc.record({
        rows: fc.array(fc.array(element, { minLength: n, maxLength: n }), {
          minLength: n,
          maxLength: n,
        }),
        wanted: fc.array(element, { minLength: n, maxLength: n }),
      }),
    );
  fc.assert(
    fc.property(systems, ({ rows, wanted }) => {
      // A dominant diagonal, rotated by one row, is never singular and always needs pivoting.
      const heavy = rows.map((row, i) => row.map((value, k) => (i === k ? value + 60 : value)));
      const permuted = [...heavy.slice(1), heavy[0]!];
      const right = permuted.map((row) =>
        row.reduce((sum, value, k) => sum + value * wanted[k]!, 0),
      );
      const solution = solveLinearSystem(
        Float64Array.from(permuted.flat()),
        Float64Array.from(right),
      )!;
      wanted.forEach((value, k) => {
        expect(solution[k]).toBeCloseTo(value, 9);
      });
    }),
  );
});

it('pivots if the first element is 0', () => {
  const solution = solveLinearSystem(Float64Array.of(0, 2, 4, 0), Float64Array.of(6, 4));
  expect([...solution!]).toEqual([1, 3]);
});

it('pivots if an element is nearly 0', () => {
  const matrix = Float64Array.of(1, 0, 0, 0, 1e-20, 1, 0, 1, 1);
  const solution = solveLinearSystem(matrix, Float64Array.of(1, 1, 2));
  expect([...solution!]).toEqual([1, 1, 1]);
});

it('returns undefined for a singular matrix', () => {
  expect(solveLinearSystem(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 2))).toBeUndefined();
});
