import { expect, it } from 'vitest';
import { studentT95, studentTCdf } from '../../../src/measure/statistic/student-t.js';

it('agrees with the printed table', () => {
  const table: readonly [number, number][] = [
    [1, 12.7062],
    [2, 4.3027],
    [3, 3.1824],
    [4, 2.7764],
    [5, 2.5706],
    [6, 2.4469],
    [10, 2.2281],
    [30, 2.0423],
    [120, 1.9799],
    [1e6, 1.96],
  ];
  for (const [freedom, t] of table) {
    expect(Math.abs(studentT95(freedom) - t)).toBeLessThan(0.0005);
  }
});

it('is the inverse of the distribution function', () => {
  for (const freedom of [1, 2, 3, 5, 6, 30, 120]) {
    expect(studentTCdf(studentT95(freedom), freedom)).toBeCloseTo(0.975, 4);
    expect(studentTCdf(-studentT95(freedom), freedom)).toBeCloseTo(0.025, 4);
    expect(studentTCdf(0, freedom)).toBe(0.5);
  }
  expect(studentTCdf(1, 1)).toBeCloseTo(0.75, 12);
  expect(studentTCdf(1, 2)).toBeCloseTo(0.788675, 6);
});
