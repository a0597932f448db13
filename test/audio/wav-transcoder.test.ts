import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wavLayout } from '../../src/audio/wav-fmt.js';
import { WavTranscoder } from '../../src/audio/wav-transcoder.js';
import { findFormat, SAMPLE_FORMATS } from '../../src/device/format.js';
import { byteModel } from './byte-model.js';

const CHANNELS = 3;

/** Returns the bytes of one sample in a WAV file, by the rules of the file format. */
function fileBytes(name: string, ringBytes: Uint8Array): number[] {
  const model = byteModel(name);
  if (model.kind === 'float') return model.big ? [...ringBytes].reverse() : [...ringBytes];
  const centred = model.decode(ringBytes) - model.silence;
  if (model.width === 8) return [centred + 128];
  const container = Math.ceil(model.width / 8) * 8;
  const inFile = container === 24 ? byteModel('S24_3LE') : byteModel(`S${container}_LE`);
  return inFile.encode(centred * 2 ** (container - model.width));
}

describe.each(SAMPLE_FORMATS)('the transcoder of $name', (format) => {
  const transcoder = new WavTranscoder(format, CHANNELS);
  const { bytes } = wavLayout(format);
  const frames = (minFrames: number) =>
    fc
      .array(fc.uint8Array({ minLength: format.bytes, maxLength: format.bytes }), {
        minLength: minFrames * CHANNELS,
        maxLength: 20 * CHANNELS,
      })
      .map((samples) => samples.slice(0, samples.length - (samples.length % CHANNELS)));
  const joined = (samples: readonly Iterable<number>[]) =>
    Uint8Array.from(samples.flatMap((sample) => [...sample]));

  it('has the frame sizes of ring and file', () => {
    expect(transcoder.ringFrameBytes).toBe(CHANNELS * format.bytes);
    expect(transcoder.fileFrameBytes).toBe(CHANNELS * bytes);
  });

  it('converts any ring samples to the file layout', () => {
    fc.assert(
      fc.property(frames(0), (samples) => {
        const target = new Uint8Array(samples.length * bytes);
        transcoder.toFile(joined(samples), samples.length / CHANNELS, target);
        const expected = samples.map((sample) => fileBytes(format.name, sample));
        expect(target).toEqual(joined(expected));
        if (transcoder.isIdentity) expect(target).toEqual(joined(samples));
      }),
    );
  });

  it('round-trips ring samples bit for bit, with sign-extended padding', () => {
    const model = byteModel(format.name);
    fc.assert(
      fc.property(frames(0), (samples) => {
        const count = samples.length / CHANNELS;
        const file = new Uint8Array(samples.length * bytes);
        const ring = new Uint8Array(samples.length * format.bytes);
        transcoder.toFile(joined(samples), count, file);
        transcoder.toRing(file, count, ring);
        const clean = samples.map((sample) =>
          model.kind === 'float' ? sample : model.encode(model.decode(sample)),
        );
        expect(ring).toEqual(joined(clean));
      }),
    );
  });

  it('changes only the given frames', () => {
    const file = new Uint8Array(3 * CHANNELS * bytes).fill(0xee);
    transcoder.toFile(new Uint8Array(3 * CHANNELS * format.bytes), 2, file);
    expect(new Set(file.subarray(2 * CHANNELS * bytes))).toEqual(new Set([0xee]));
    const ring = new Uint8Array(3 * CHANNELS * format.bytes).fill(0xee);
    transcoder.toRing(new Uint8Array(3 * CHANNELS * bytes), 2, ring);
    expect(new Set(ring.subarray(2 * CHANNELS * format.bytes))).toEqual(new Set([0xee]));
    expect(file[2 * CHANNELS * bytes - 1]).not.toBe(0xee);
    expect(ring[2 * CHANNELS * format.bytes - 1]).not.toBe(0xee);
  });
});

describe('the transcoder', () => {
  it('is the identity for formats with the same bytes in the file', () => {
    const identical = SAMPLE_FORMATS.filter((format) => new WavTranscoder(format, 1).isIdentity);
    expect(identical.map(({ name }) => name).sort()).toEqual(
      ['U8', 'S16_LE', 'S24_3LE', 'S32_LE', 'FLOAT_LE', 'FLOAT64_LE'].sort(),
    );
  });

  it.each([
    ['S8', '80ff007f', '007f80ff'],
    ['U16_BE', '80000000ffff', '00000080ff7f'],
    ['S24_LE', '010203ee563412ff', '010203563412'],
    ['S20_LE', '45230100ffffffff', '503412f0ffff'],
    ['U18_3LE', '000002000000', '000000000080'],
    ['FLOAT_BE', '7fa00001', '0100a07f'],
  ])('brings %s %s to %s', (name, ring, file) => {
    const source = Buffer.from(ring, 'hex');
    const format = findFormat(name)!;
    const target = Buffer.alloc(file.length / 2);
    new WavTranscoder(format, 1).toFile(source, source.length / format.bytes, target);
    expect(target.toString('hex')).toBe(file);
  });
});
