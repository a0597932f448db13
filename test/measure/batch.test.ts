import { describe, expect, it } from 'vitest';
import { batchNs, batchOf } from '../../src/measure/batch.js';

describe('a batch', () => {
  it('lasts for the requested time', () => {
    expect(batchOf((count) => count * 40, 20_000)).toBe(500);
    expect(batchOf((count) => count * 100_000, 20_000)).toBe(1);
  });

  it('is not made too small by tries that were interrupted', () => {
    let tries = 0;
    const run = (count: number) => count * 40 + (tries++ % 3 === 1 ? 5e6 : 0);
    expect(batchOf(run, 20_000)).toBe(500);
  });

  it('is longer with a slow clock, which takes at most 1 %', () => {
    expect(batchNs(20_000, 50)).toBe(20_000);
    expect(batchNs(20_000, 10_000)).toBe(1_000_000);
    expect(batchNs(20_000)).toBeGreaterThanOrEqual(20_000);
  });
});
