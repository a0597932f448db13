import { describe, expect, it } from 'vitest';
import { maxLengthSequence } from '../../src/audio/max-length-sequence.js';

describe('a maximum-length sequence', () => {
  it('visits every nonzero state of its register once per period', () => {
    for (let bits = 2; bits <= 18; bits++) {
      const sequence = maxLengthSequence(bits, 1);
      const length = 2 ** bits - 1;
      const states = new Set<number>();
      let state = 0;
      for (let i = 0; i < length + bits - 1; i++) {
        state = ((state << 1) | (sequence[i % length]! > 0 ? 1 : 0)) & length;
        if (i >= bits - 1) states.add(state);
      }
      expect(states.size).toBe(length);
      expect(states.has(0)).toBe(false);
    }
  });

  it('correlates with itself only at shift 0', () => {
    const sequence = maxLengthSequence(8, 1);
    for (let shift = 1; shift < 255; shift++) {
      const alike = sequence.reduce((sum, each, i) => sum + each * sequence[(i + shift) % 255]!, 0);
      expect(alike).toBe(-1);
    }
  });

  it('has a constant magnitude', () => {
    expect(new Set(maxLengthSequence(10, 0.25))).toEqual(new Set([0.25, -0.25]));
  });

  it('accepts 2 to 18 bits', () => {
    expect(() => maxLengthSequence(1, 1)).toThrow(expect.objectContaining({ code: 'RANGE' }));
    expect(() => maxLengthSequence(19, 1)).toThrow(expect.objectContaining({ code: 'RANGE' }));
  });
});
