import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromDbfs, toDbfs } from '../../src/audio/decibel.js';

it('has full scale at 0 dBFS and a tenth of it at -20', () => {
  expect([1, 0.1, 0].map(toDbfs)).toEqual([0, -20, -Infinity]);
  expect([0, -20, -Infinity].map(fromDbfs)).toEqual([1, 0.1, 0]);
});

it('takes the level of a negative amplitude from its magnitude', () => {
  expect(toDbfs(-0.1)).toBe(-20);
});

it('converts back in both directions', () => {
  fc.assert(
    fc.property(fc.double({ min: -300, max: 60, noNaN: true }), (level) => {
      expect(toDbfs(fromDbfs(level))).toBeCloseTo(level, 9);
    }),
  );
});
