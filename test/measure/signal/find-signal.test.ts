import { describe, expect, it } from 'vitest';
import { maxLengthSequence } from '../../../src/audio/max-length-sequence.js';
import { findSignal, MIN_CONFIDENCE } from '../../../src/measure/signal/find-signal.js';
import { seeded } from '../seeded.js';
import { placed } from './fractional-delay.js';

const LEVEL = 0.4;
const SIGNAL = maxLengthSequence(11, LEVEL);

function noisy(recording: Float64Array, level: number, seed: number): Float64Array {
  const { normal } = seeded(seed);
  return recording.map((sample) => sample + level * normal());
}

describe('a known signal in a recording', () => {
  it('is found at 1234.567 frames, with noise 40 dB below it', () => {
    const recording = noisy(placed(SIGNAL, 1234.567, 6000), LEVEL / 100, 1);
    const found = findSignal(recording, SIGNAL)!;
    expect(Math.abs(found.position - 1234.567)).toBeLessThan(0.005);
    expect(found.inverted).toBe(false);
    expect(found.gain).toBeCloseTo(1, 2);
    expect(found.confidence).toBeGreaterThan(MIN_CONFIDENCE);
  });

  it('is found within a thousandth anywhere between two frames, without noise', () => {
    for (let part = 0; part < 1; part += 0.0625) {
      const found = findSignal(placed(SIGNAL, 700 + part, 4000), SIGNAL)!;
      expect(Math.abs(found.position - 700 - part)).toBeLessThan(0.001);
    }
  });

  it('is found exactly at a whole frame', () => {
    expect(findSignal(placed(SIGNAL, 0, 3000), SIGNAL)!.position).toBeCloseTo(0, 6);
    expect(findSignal(placed(SIGNAL, 953, 3000), SIGNAL)!.position).toBeCloseTo(953, 6);
  });

  it('is found inverted and attenuated', () => {
    const recording = placed(SIGNAL, 321.25, 4000).map((sample) => -0.3 * sample);
    const found = findSignal(recording, SIGNAL)!;
    expect(found.inverted).toBe(true);
    expect(found.gain).toBeCloseTo(-0.3, 3);
    expect(Math.abs(found.position - 321.25)).toBeLessThan(0.001);
  });

  it('is found in noise of the same level', () => {
    const found = findSignal(noisy(placed(SIGNAL, 1234.567, 6000), LEVEL, 2), SIGNAL)!;
    expect(Math.abs(found.position - 1234.567)).toBeLessThan(0.1);
    expect(found.confidence).toBeGreaterThan(MIN_CONFIDENCE);
  });

  it('is found in 16 bits with a DC offset', () => {
    const recording = placed(SIGNAL, 1234.567, 6000).map(
      (sample) => Math.round((sample * 0.5 + 0.05) * 32767) / 32767,
    );
    expect(Math.abs(findSignal(recording, SIGNAL)!.position - 1234.567)).toBeLessThan(0.001);
  });

  it('is found if the recording begins within it', () => {
    const found = findSignal(placed(SIGNAL, -400.5, 3000), SIGNAL)!;
    expect(Math.abs(found.position + 400.5)).toBeLessThan(0.05);
    expect(found.confidence).toBeGreaterThan(MIN_CONFIDENCE);
  });

  it('is not found in noise', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const found = findSignal(noisy(new Float64Array(6000), 0.3, seed), SIGNAL)!;
      expect(found.confidence).toBeLessThan(MIN_CONFIDENCE / 1.5);
    }
  });

  it('is not found in silence, and silence is not found', () => {
    expect(findSignal(new Float64Array(5000), SIGNAL)).toBeUndefined();
    expect(findSignal(SIGNAL, new Float64Array(100))).toBeUndefined();
    expect(findSignal(new Float64Array(0), SIGNAL)).toBeUndefined();
  });
});
