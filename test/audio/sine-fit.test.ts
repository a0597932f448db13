import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { SineSource } from '../../src/audio/sine.js';
import { findDeviation, fitSine } from '../../src/audio/sine-fit.js';
import { findFormat } from '../../src/device/format.js';

const s16 = sampleCodec(findFormat('S16_LE')!);

interface Tone {
  readonly freqHz: number;
  readonly rateHz?: number;
  readonly frames?: number;
  readonly levelDbfs?: number;
  readonly phase?: number;
  readonly dc?: number;
}

function tone({
  freqHz,
  rateHz = 48000,
  frames = rateHz,
  levelDbfs = -6,
  phase = 0,
  dc = 0,
}: Tone) {
  const sine = new SineSource({ rateHz, freqHz, levelDbfs, phase });
  return Float64Array.from({ length: frames }, () => sine.next() + dc);
}

const relative = (fitted: number, expected: number) => Math.abs(fitted / expected - 1);

describe('a fit to a clean sine', () => {
  it.each([0.7, 3, 20, 440, 997.3, 12345.678, 23999])('finds %d Hz in a second', (freqHz) => {
    const fit = fitSine(tone({ freqHz, phase: 1, dc: 0.01 }), 48000);
    expect(relative(fit.freqHz, freqHz)).toBeLessThan(1e-9);
    expect(fit.amplitude).toBeCloseTo(10 ** (-6 / 20), 9);
    expect(fit.phase).toBeCloseTo(1, 7);
    expect(fit.dc).toBeCloseTo(0.01, 9);
    expect(fit.residualRms).toBeLessThan(1e-9);
  });

  it('finds any frequency, phase, level and offset in a tenth of a second', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 40, max: 23900, noNaN: true }),
        fc.double({ min: -3.1, max: 3.1, noNaN: true }),
        fc.double({ min: -100, max: 0, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (freqHz, phase, levelDbfs, dc) => {
          const samples = tone({ freqHz, phase, levelDbfs, dc, frames: 4800 });
          const fit = fitSine(samples, 48000);
          expect(relative(fit.freqHz, freqHz)).toBeLessThan(1e-6);
          expect(fit.phase).toBeCloseTo(phase, 4);
          expect(relative(fit.amplitude, 10 ** (levelDbfs / 20))).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('finds 20 Hz at the highest rate', () => {
    const fit = fitSine(tone({ freqHz: 20, rateHz: 192000 }), 192000);
    expect(relative(fit.freqHz, 20)).toBeLessThan(1e-9);
  });

  it('takes a guess, within 94 Hz at 48 kHz', () => {
    expect(relative(fitSine(tone({ freqHz: 5000 }), 48000, 5090).freqHz, 5000)).toBeLessThan(1e-9);
  });
});

describe('a fit to a sine that is not clean', () => {
  it.each([-6, -40])('finds it in 16 bits at %d dBFS', (levelDbfs) => {
    const samples = tone({ freqHz: 997.3, levelDbfs }).map((x) =>
      s16.toNormalized(s16.fromNormalized(x)),
    );
    const fit = fitSine(samples, 48000);
    expect(relative(fit.freqHz, 997.3)).toBeLessThan(1e-6);
    expect(fit.residualRms).toBeGreaterThan(2 ** -15 / 8);
    expect(fit.residualRms).toBeLessThan(2 ** -15 / 3);
  });

  it('finds it in noise of its own strength', () => {
    let seed = 1;
    const noise = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647 - 0.5;
    };
    const fit = fitSine(
      tone({ freqHz: 440, levelDbfs: -12 }).map((x) => x + noise()),
      48000,
    );
    expect(relative(fit.freqHz, 440)).toBeLessThan(1e-4);
    expect(fit.residualRms).toBeCloseTo(1 / Math.sqrt(12), 2);
  });
});

describe('a fit', () => {
  it('returns amplitude 0 for a constant', () => {
    const fit = fitSine(new Float64Array(100).fill(0.25), 48000);
    expect(fit).toMatchObject({ freqHz: 0, amplitude: 0, dc: 0.25, residualRms: 0 });
  });

  it('stays near a tone whose second half is inverted', () => {
    for (let frames = 5000; frames < 11000; frames += 500) {
      const samples = tone({ freqHz: 9973, frames }).map((x, at) => (2 * at < frames ? x : -x));
      expect(Math.abs(fitSine(samples, 48000).freqHz - 9973)).toBeLessThan(100);
    }
  });

  it('accepts 8 samples', () => {
    const fit = fitSine(tone({ freqHz: 6000, frames: 8, phase: 0.3 }), 48000);
    expect(relative(fit.freqHz, 6000)).toBeLessThan(1e-6);
  });

  it('rejects fewer than 8 samples', () => {
    expect(() => fitSine(new Float64Array(7), 48000)).toThrow(
      expect.objectContaining({ code: 'RANGE' }),
    );
  });
});

describe('a gap', () => {
  const samples = tone({ freqHz: 997.3, levelDbfs: -20, phase: 2, dc: 0.1 });
  const fit = fitSine(samples.subarray(0, 9600), 48000);

  it('is not detected in a complete sine, even past the fitted samples', () => {
    expect(findDeviation(samples, fit, 1e-6)).toBe(-1);
  });

  it('is detected at the frame at which samples are missing', () => {
    const cut = Float64Array.from([...samples.subarray(0, 30000), ...samples.subarray(30007)]);
    expect(findDeviation(cut, fit, 1e-4)).toBe(30000);
  });

  it('is detected at a sample that deviates by more than the tolerance', () => {
    const spoilt = Float64Array.from(samples);
    spoilt[12345]! += 0.002;
    expect(findDeviation(spoilt, fit, 0.001)).toBe(12345);
    expect(findDeviation(spoilt, fit, 0.003)).toBe(-1);
  });

  it('is not detected at a deviation equal to the tolerance', () => {
    const still = fitSine(new Float64Array(8).fill(0.25), 48000);
    expect(findDeviation(Float64Array.of(0.25, 0.75), still, 0.5)).toBe(-1);
  });

  it('is detected at a NaN sample', () => {
    const spoilt = Float64Array.from(samples);
    spoilt[77] = Number.NaN;
    expect(findDeviation(spoilt, fit, 0.001)).toBe(77);
  });
});
