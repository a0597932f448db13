import { describe, expect, it } from 'vitest';
import { native, untyped } from './addon.js';

describe('emptyCall', () => {
  it('returns undefined', () => {
    expect(native.emptyCall()).toBeUndefined();
  });
});

describe('timeVolatileReads', () => {
  const buffer = new ArrayBuffer(64);

  it('takes longer for more reads', () => {
    const few = native.timeVolatileReads(buffer, 0, 1);
    const many = native.timeVolatileReads(buffer, 56, 10_000_000);
    expect(few).toBeGreaterThanOrEqual(0);
    expect(many).toBeGreaterThan(10_000_000 / 20);
  });

  it('makes no reads for a count of 0', () => {
    expect(native.timeVolatileReads(buffer, 0, 0)).toBeLessThan(1e9);
  });

  it('rejects a word that is not wholly inside or not aligned', () => {
    for (const offset of [57, 64, 4, 1, -8, 2 ** 53, Number.NaN]) {
      expect(() => native.timeVolatileReads(buffer, offset, 1)).toThrow(RangeError);
    }
    expect(() => native.timeVolatileReads(new ArrayBuffer(7), 0, 1)).toThrow(RangeError);
    expect(() => native.timeVolatileReads(new ArrayBuffer(0), 0, 1)).toThrow(RangeError);
  });

  it('rejects impossible counts', () => {
    for (const count of [-1, 0.5, 2 ** 32, Infinity]) {
      expect(() => native.timeVolatileReads(buffer, 0, count)).toThrow(RangeError);
    }
  });

  it('rejects arguments of another type', () => {
    for (const args of [[], [new Uint8Array(8), 0, 1], [buffer, '0', 1], [buffer, 0, 1n]]) {
      expect(() => untyped['timeVolatileReads']?.(...args)).toThrow(TypeError);
    }
  });
});
