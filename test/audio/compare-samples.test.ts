import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSamples } from '../../src/audio/compare-samples.js';
import type { FrameSamples } from '../../src/audio/frame-samples.js';

const STEP = 2 ** -15;

/** Frames of 16-bit samples, interleaved. */
interface Frames {
  readonly values: readonly number[];
  readonly channels: number;
}

function samples({ values, channels }: Frames, rateHz = 48_000): FrameSamples {
  return {
    frames: values.length / channels,
    channels,
    rateHz,
    step: STEP,
    get: (frame, channel) => values[frame * channels + channel]! * STEP,
  };
}

/** Noise of 16 bits, from a seed. */
function noise(seed: number, length: number, peak = 20_000): number[] {
  let state = seed | 1;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return Math.round((state / 2 ** 31) * peak);
  });
}

const CHANNELS = 2;
const FRAMES = 8000;
const seeds = fc.integer({ min: 1, max: 2 ** 30 });
const RUNS = { numRuns: 10 };

function compare(copied: readonly number[], source: readonly number[]) {
  const of = (values: readonly number[]) => samples({ values, channels: CHANNELS });
  return compareSamples(of(copied), of(source));
}

describe('the comparison of a copy with its source', () => {
  it('finds an identical part of the source, after silence', () => {
    fc.assert(
      fc.property(seeds, fc.nat(2000), fc.nat(50), (seed, start, silent) => {
        const source = noise(seed, CHANNELS * FRAMES);
        const part = source.slice(CHANNELS * start, CHANNELS * (start + 5500));
        const result = compare([...new Array(CHANNELS * silent).fill(0), ...part], source);
        expect(result).toMatchObject({
          verdict: 'identical',
          alignment: { copyFrame: silent, sourceFrame: start, order: [0, 1] },
          comparedFrames: 5500,
          differentFrames: 0,
          firstDifference: undefined,
        });
      }),
      RUNS,
    );
  });

  it.each([
    ['all of it, after as much again', 3000, { copyFrame: 1500, sourceFrame: 0 }, 1500],
    ['all of it', 1500, { copyFrame: 0, sourceFrame: 0 }, 1500],
    ['its end', 100, { copyFrame: 0, sourceFrame: 1400 }, 100],
    ['none of it', 0, { copyFrame: 0, sourceFrame: 1500 }, 0],
  ])('counts silence at the start of the source: %s', (_, copied, position, silentFrames) => {
    const silence = (frames: number) => new Array<number>(CHANNELS * frames).fill(0);
    const sound = noise(1, CHANNELS * FRAMES);
    const result = compare([...silence(copied), ...sound], [...silence(1500), ...sound]);
    expect(result).toMatchObject({
      verdict: 'identical',
      alignment: { ...position, silentFrames },
      comparedFrames: FRAMES + silentFrames,
    });
  });

  it('names a difference of one step, and its place', () => {
    fc.assert(
      fc.property(seeds, fc.nat(CHANNELS * FRAMES - 1), (seed, at) => {
        const source = noise(seed, CHANNELS * FRAMES);
        const copied = source.with(at, source[at]! - 1);
        const frame = Math.floor(at / CHANNELS);
        expect(compare(copied, source)).toMatchObject({
          verdict: 'dither',
          differentFrames: 1,
          maxSteps: 1,
          firstDifference: {
            copyFrame: frame,
            sourceFrame: frame,
            channel: at % CHANNELS,
            steps: -1,
          },
        });
      }),
      RUNS,
    );
  });

  it.each([0.5, -0.5, -6, -20])('measures a gain of %d dB', (gainDb) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const source = noise(seed, CHANNELS * FRAMES);
        const copied = source.map((value) => Math.round(value * 10 ** (gainDb / 20)));
        const result = compare(copied, source);
        expect(result).toMatchObject({ verdict: 'gain', isInverted: false });
        expect(result.gainDb).toBeCloseTo(gainDb, 2);
      }),
      RUNS,
    );
  });

  it('finds inverted samples', () => {
    const source = noise(3, CHANNELS * FRAMES);
    const result = compare(
      source.map((value) => -value),
      source,
    );
    expect(result).toMatchObject({ verdict: 'gain', isInverted: true });
    expect(result.gainDb).toBeCloseTo(0, 5);
  });

  it('finds swapped channels', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const source = noise(seed, CHANNELS * FRAMES);
        const swapped = source.map((_, index) => source[index ^ 1]!);
        expect(compare(swapped, source)).toMatchObject({
          verdict: 'swapped',
          alignment: { order: [1, 0] },
          differentFrames: 0,
        });
      }),
      RUNS,
    );
  });

  it.each([1, 48, 1000])('finds %i missing or inserted frames', (count) => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 4500, max: 6000 }), (seed, at) => {
        const source = noise(seed, CHANNELS * FRAMES);
        const missing = source.toSpliced(CHANNELS * at, CHANNELS * count);
        expect(compare(missing, source)).toMatchObject({
          verdict: 'frames',
          differentFrames: 0,
          jumps: [{ copyFrame: at, sourceFrame: at, missingFrames: count }],
        });
        expect(compare(source, missing)).toMatchObject({
          verdict: 'frames',
          differentFrames: 0,
          jumps: [{ copyFrame: at, sourceFrame: at, missingFrames: -count }],
        });
      }),
      RUNS,
    );
  });

  it('finds missing frames if the first channel is silent', () => {
    const source = noise(3, CHANNELS * FRAMES).map((value, n) => (n % CHANNELS === 0 ? 0 : value));
    const missing = source.toSpliced(CHANNELS * 5000, CHANNELS * 7);
    expect(compare(missing, source)).toMatchObject({
      verdict: 'frames',
      jumps: [{ copyFrame: 5000, missingFrames: 7 }],
    });
  });

  it('finds repeated frames', () => {
    const source = noise(5, CHANNELS * FRAMES);
    const at = CHANNELS * 5000;
    const repeated = source.toSpliced(at, 0, ...source.slice(at - CHANNELS * 64, at));
    expect(compare(repeated, source)).toMatchObject({
      verdict: 'frames',
      jumps: [{ copyFrame: 5000, missingFrames: -64 }],
    });
  });

  it.each([
    ['rate', samples({ values: noise(1, 8), channels: 2 }, 44_100)],
    ['channels', samples({ values: noise(1, 8), channels: 1 })],
    ['silent', samples({ values: new Array(8).fill(0), channels: 2 })],
    ['different', samples({ values: noise(77, CHANNELS * FRAMES), channels: 2 })],
  ])('says that it is another: %s', (verdict, copied) => {
    const source = samples({ values: noise(1, CHANNELS * FRAMES), channels: CHANNELS });
    expect(compareSamples(copied, source)).toMatchObject({ verdict, alignment: undefined });
  });

  it('finds the position in a periodic signal by its samples', () => {
    const tone = Array.from({ length: FRAMES }, (_, n) =>
      Math.round(10_000 * Math.sin((2 * Math.PI * 997 * n) / 48_000)),
    );
    const copied = samples({ values: tone.slice(1234), channels: 1 });
    const source = samples({ values: tone, channels: 1 });
    expect(compareSamples(copied, source)).toMatchObject({
      verdict: 'identical',
      alignment: { sourceFrame: 1234 },
    });
  });
});
