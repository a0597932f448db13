import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SampleCodec, sampleCodec } from '../../src/audio/sample-codec.js';
import { SampleSums, sumFunctionFor } from '../../src/audio/sample-sums.js';
import { SAMPLE_FORMATS } from '../../src/device/format.js';

/** Computes the expected sums sample by sample. */
function model(codec: SampleCodec, raws: readonly number[]) {
  const values = raws.filter(Number.isFinite).map((raw) => codec.toNormalized(raw));
  return {
    peak: Math.max(0, ...values.map(Math.abs)),
    sum: values.reduce((sum, value) => sum + value, 0),
    squares: values.reduce((sum, value) => sum + value * value, 0),
    clips: raws.filter((raw) => !(raw > codec.min && raw < codec.max)).length,
  };
}

describe.each(SAMPLE_FORMATS)('sums of $name', (format) => {
  const codec = sampleCodec(format);
  const raw =
    format.kind === 'float'
      ? fc.float({ min: -2, max: 2 })
      : fc.oneof(
          fc.integer({ min: codec.min, max: codec.max }),
          fc.constantFrom(codec.min, codec.max, codec.min + 1, codec.max - 1, 0),
        );

  it('cover only the samples of the channel', () => {
    const sum = sumFunctionFor(codec);
    const out = new SampleSums();
    const frames = fc.array(fc.tuple(raw, raw, raw), { maxLength: 40 });
    fc.assert(
      fc.property(frames, fc.nat(2), fc.nat(5), (all, channel, skipped) => {
        const bytes = Math.max(1, all.length) * 3 * format.bytes;
        const view = codec.view(new ArrayBuffer(bytes), 0, bytes);
        for (const [index, value] of all.flat().entries()) {
          codec.set(view, index * codec.elements, value);
        }
        const from = Math.min(skipped, all.length);
        const step = 3 * codec.elements;
        sum(view, from * step + channel * codec.elements, step, all.length - from, out);
        const expected = model(
          codec,
          all.slice(from).map((frame) => frame[channel]!),
        );
        expect(out.peak).toBe(expected.peak);
        expect(out.clips).toBe(expected.clips);
        expect(out.sum).toBeCloseTo(expected.sum, 10);
        expect(out.squares).toBeCloseTo(expected.squares, 10);
      }),
    );
  });

  it('are exact for more samples than a 32-bit sum can hold', () => {
    const frames = 200_000;
    const view = codec.view(new ArrayBuffer(frames * format.bytes), 0, frames * format.bytes);
    for (let frame = 0; frame < frames; frame++) codec.set(view, frame * codec.elements, codec.min);
    const out = new SampleSums();
    sumFunctionFor(codec)(view, 0, codec.elements, frames, out);
    expect(out).toEqual({ peak: 1, sum: -frames, squares: frames, clips: frames });
  });
});
