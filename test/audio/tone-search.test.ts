import { describe, expect, it } from 'vitest';
import { SineSource } from '../../src/audio/sine.js';
import { centralSamples, searchTone } from '../../src/audio/tone-search.js';

function tone(freqHz: number, frames: number, rateHz = 48000): Float64Array {
  const sine = new SineSource({ rateHz, freqHz, levelDbfs: -6 });
  return Float64Array.from({ length: frames }, () => sine.next() + 0.3);
}

describe('a search for the tone', () => {
  it.each([50, 997.3, 12000, 23900])(
    'is accurate to half a cycle per window at %d Hz',
    (freqHz) => {
      const estimate = searchTone(tone(freqHz, 48000), undefined);
      expect(Math.abs(estimate.cyclesPerFrame - freqHz / 48000) * estimate.frames).toBeLessThan(
        0.5,
      );
    },
  );

  it('uses a longer window if a short one holds too few cycles', () => {
    const estimate = searchTone(tone(20, 48000), undefined);
    expect(estimate.frames).toBeGreaterThan(4096);
    expect(Math.abs(estimate.cyclesPerFrame - 20 / 48000) * estimate.frames).toBeLessThan(0.5);
  });

  it('stays near a guess even if another tone is stronger', () => {
    const strong = tone(5000, 8192);
    const both = tone(1000, 8192).map((value, frame) => 0.1 * value + strong[frame]!);
    expect(searchTone(both, undefined).cyclesPerFrame * 48000).toBeCloseTo(5000, -1);
    expect(searchTone(both, 1010 / 48000).cyclesPerFrame * 48000).toBeCloseTo(1000, -1);
    const weakAbove = tone(9000, 8192).map((value, frame) => 0.1 * value + strong[frame]!);
    expect(searchTone(weakAbove, 8990 / 48000).cyclesPerFrame * 48000).toBeCloseTo(9000, -1);
  });

  it('uses all samples if they hold too few cycles', () => {
    expect(searchTone(tone(20, 5000), undefined).frames).toBe(5000);
  });
});

it('returns the middle samples without a copy', () => {
  const samples = Float64Array.of(0, 1, 2, 3, 4, 5);
  expect([...centralSamples(samples, 2)]).toEqual([2, 3]);
  expect(centralSamples(samples, 2).buffer).toBe(samples.buffer);
});
