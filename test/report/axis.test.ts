import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearTicks, logTicks } from '../../src/report/axis.js';

const start = fc.integer({ min: -100_000, max: 100_000 });

describe('ticks', () => {
  it('are evenly spaced round numbers within the axis, up to the maximum', () => {
    const axes = fc.record({
      from: start,
      span: fc.integer({ min: 1, max: 1e6 }),
      divide: fc.constantFrom(1, 100, 1e4),
      max: fc.integer({ min: 2, max: 12 }),
    });
    fc.assert(
      fc.property(axes, ({ from, span, divide, max }) => {
        const ticks = linearTicks(from / divide, (from + span) / divide, max);
        expect(ticks.length).toBeLessThanOrEqual(Math.max(max + 1, 6));
        if (ticks.length > max + 1) expect(ticks.length).toBeLessThan(max + 4);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual((from - 1e-6 * span) / divide);
          expect(tick).toBeLessThanOrEqual((from + span * (1 + 1e-6)) / divide);
        }
        const step = ticks[1]! - ticks[0]!;
        expect(step.toExponential(6)).toMatch(/^(?:1|2|5)\.000000e/);
        ticks.forEach((tick, i) => {
          expect(tick).toBeCloseTo(ticks[0]! + i * step, 6);
        });
      }),
    );
  });

  it('have no rounding error', () => {
    expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearTicks(-0.3, 0.3, 6)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
    expect(linearTicks(47.5, 131, 4)).toEqual([50, 100]);
    expect(linearTicks(1, 400_002, 2)).toEqual([200_000, 400_000]);
    expect(linearTicks(5, 5, 4)).toEqual([5]);
  });

  it('are powers of ten on a logarithmic axis, thinned if there are many', () => {
    expect(logTicks(10, 1e6, 6)).toEqual([10, 100, 1000, 1e4, 1e5, 1e6]);
    expect(logTicks(10, 1e10, 4)).toEqual([10, 1000, 1e5, 1e7, 1e9]);
    expect(logTicks(7, 3e4, 6)).toEqual([10, 100, 1000, 1e4]);
    expect(logTicks(0.001, 1, 6)).toEqual([0.001, 0.01, 0.1, 1]);
  });

  it('lie between powers of ten on a short logarithmic axis', () => {
    expect(logTicks(8, 120, 6)).toEqual([10, 20, 50, 100]);
    expect(logTicks(8, 900, 3)).toEqual([10, 30, 100, 300]);
    expect(logTicks(8, 900, 2)).toEqual([10, 100]);
    expect(logTicks(21, 24, 3)).toEqual([21, 22, 23, 24]);
  });
});
