import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SineSource } from '../../src/audio/sine.js';

/** freqHz as integer / 2^60, exact for the frequencies used here. */
const SCALE = 2 ** 60;

/** Computes the sine with exact integers; whole cycles are dropped before rounding. */
function exactSine(freqHz: number, rateHz: number, frame: number, phase = 0): number {
  const period = BigInt(rateHz) * BigInt(SCALE);
  const within = (BigInt(freqHz * SCALE) * BigInt(frame)) % period;
  return Math.sin(2 * Math.PI * (Number(within) / Number(period)) + phase);
}

const full = (freqHz: number, rateHz = 48000) => new SineSource({ rateHz, freqHz, levelDbfs: 0 });

describe('a sine', () => {
  it('is exact at any frame, rate and frequency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(8000, 44100, 48000, 96000, 192000),
        fc.double({ min: 0.001, max: 0.499, noNaN: true }),
        fc.oneof(
          fc.integer({ min: 0, max: 2 ** 28 }),
          fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        ),
        fc.double({ min: -7, max: 7, noNaN: true }),
        (rateHz, share, frame, phase) => {
          const freqHz = share * rateHz;
          const sine = new SineSource({ rateHz, freqHz, levelDbfs: 0, phase });
          const exact = exactSine(freqHz, rateHz, frame, phase);
          expect(Math.abs(sine.value(frame) - exact)).toBeLessThan(2e-14);
          const filled = new Float64Array(1);
          sine.fill(filled, frame, 1);
          expect(Math.abs(filled[0]! - exact)).toBeLessThan(2e-14);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is exact after 10^9 frames at a frequency that no period divides', () => {
    const error = full(997.3).value(1e9) - exactSine(997.3, 48000, 1e9);
    expect(Math.abs(error)).toBeLessThan(1e-13);
  });

  it('is the same however its frames are split into calls', () => {
    const sine = full(997.3);
    const whole = new Float64Array(1500);
    sine.fill(whole, 10_000_000_007, 1500);
    const lengths = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 8, maxLength: 20 });
    fc.assert(
      fc.property(lengths, (counts) => {
        const part = new Float64Array(600);
        let done = 0;
        for (const count of counts) {
          const frames = Math.min(count, whole.length - done);
          sine.fill(part, 10_000_000_007 + done, frames);
          expect(part.slice(0, frames)).toEqual(whole.slice(done, done + frames));
          done += frames;
        }
      }),
      { numRuns: 20 },
    );
  });

  it('continues frame by frame from frame 0', () => {
    const sine = full(440);
    const reference = full(440);
    for (let frame = 0; frame < 5000; frame++) expect(sine.next()).toBe(reference.value(frame));
  });

  it('starts at its phase', () => {
    const cosine = new SineSource({ rateHz: 8, freqHz: 1, levelDbfs: 0, phase: Math.PI / 2 });
    expect(cosine.next()).toBeCloseTo(1, 15);
    expect(cosine.value(4)).toBeCloseTo(-1, 15);
  });

  it.each([
    [0, 1],
    [-20, 0.1],
    [-6.0206, 0.5],
    [-Infinity, 0],
  ])('of %d dBFS has the amplitude %d', (levelDbfs, amplitude) => {
    const sine = new SineSource({ rateHz: 48000, freqHz: 12000, levelDbfs });
    expect(sine.amplitude).toBeCloseTo(amplitude, 6);
    expect(sine.value(1)).toBeCloseTo(amplitude, 6);
  });

  it('accepts the lowest rates', () => {
    expect(full(0.125, 0.5).value(1)).toBeCloseTo(1, 15);
  });

  it('accepts a fractional rate', () => {
    const sine = full(1, 3.5);
    expect(sine.value(1)).toBeCloseTo(Math.sin((2 * Math.PI) / 3.5), 14);
    expect(sine.value(7_000_001)).toBeCloseTo(Math.sin((2 * Math.PI) / 3.5), 13);
  });
});

describe('a sine is refused', () => {
  it.each([0, -1, 24000, 30000, Number.NaN])('at %d Hz for a rate of 48000', (freqHz) => {
    expect(() => full(freqHz)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('24000') }),
    );
  });

  it.each([0, -48000, Infinity, Number.NaN])('at a rate of %d Hz', (rateHz) => {
    expect(() => full(1, rateHz)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringContaining('rate') }),
    );
  });

  it.each([Infinity, Number.NaN])('at %d dBFS', (levelDbfs) => {
    expect(() => new SineSource({ rateHz: 48000, freqHz: 1, levelDbfs })).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });

  it('without a phase', () => {
    const phase = Number.NaN;
    expect(() => new SineSource({ rateHz: 9, freqHz: 1, levelDbfs: 0, phase })).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });
});
