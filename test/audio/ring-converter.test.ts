import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RingConverter } from '../../src/audio/ring-converter.js';
import { widerFormats } from '../../src/audio/wav-ring-formats.js';
import { findFormat } from '../../src/device/format.js';
import { byteModel } from './byte-model.js';

/** Returns the bytes of integer samples, which are centred on 0, in the layout of a WAV file. */
function fileBytes(bits: number, samples: readonly number[]): Uint8Array {
  const model = byteModel(bits === 8 ? 'U8' : bits === 24 ? 'S24_3LE' : `S${bits}_LE`);
  return Uint8Array.from(samples.flatMap((sample) => [...model.encode(sample + model.silence)]));
}

const WIDENINGS = [8, 16, 24].flatMap((bits) =>
  widerFormats(findFormat(bits === 8 ? 'U8' : `S${bits}_LE`)!).map(
    ({ name }) => [bits, name] as const,
  ),
);

describe.each(WIDENINGS)('integers of %i bits in %s', (bits, name) => {
  const format = findFormat(name)!;
  const model = byteModel(name);
  const sample = fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });

  it('keep all bits, and the lowest bits are 0', () => {
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        const converter = new RingConverter(
          { channels: 1, frameBytes: bits / 8 },
          { channels: 1, format },
        );
        const ring = new Uint8Array(samples.length * format.bytes);
        converter.convert(fileBytes(bits, samples), samples.length, ring);
        const found = samples.map(
          (_, at) =>
            model.decode(ring.subarray(at * format.bytes, (at + 1) * format.bytes)) - model.silence,
        );
        expect(found).toEqual(samples.map((value) => value * 2 ** (format.width - bits) + 0));
      }),
    );
  });
});

describe('widerFormats', () => {
  it('starts with the formats of the fewest bits', () => {
    const widths = widerFormats(findFormat('S16_LE')!).map(({ width }) => width);
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(new Set(widths)).toEqual(new Set([18, 20, 24, 32]));
    expect(widerFormats(findFormat('S32_LE')!)).toEqual([]);
    expect(widerFormats(findFormat('FLOAT_LE')!)).toEqual([]);
  });
});

describe('a single channel', () => {
  it.each(['S16_LE', 'S24_3LE', 'FLOAT64_LE'])('is copied to all channels in %s', (name) => {
    const format = findFormat(name)!;
    const frames = 5;
    const source = Uint8Array.from({ length: frames * format.bytes }, (_, at) => at + 1);
    const converter = new RingConverter(
      { channels: 1, frameBytes: format.bytes },
      { channels: 3, format },
    );
    const ring = new Uint8Array(frames * converter.ringFrameBytes);
    converter.convert(source, frames, ring);
    const sampleAt = (frame: number) =>
      source.subarray(frame * format.bytes, (frame + 1) * format.bytes);
    const expected = Array.from({ length: frames }, (_, frame) => sampleAt(frame)).flatMap(
      (one) => [...one, ...one, ...one],
    );
    expect([...ring]).toEqual(expected);
    expect(converter.isIdentity).toBe(false);
  });
});
