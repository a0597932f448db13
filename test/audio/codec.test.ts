import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SampleCodec, sampleCodec } from '../../src/audio/codec.js';
import { AlsaMmapError } from '../../src/device/errors.js';
import { type FormatName, findFormat, SAMPLE_FORMATS } from '../../src/device/format.js';

const codecOf = (name: FormatName) => sampleCodec(findFormat(name)!);
const signed = SAMPLE_FORMATS.filter((format) => format.kind === 'signed').map(sampleCodec);

/** A raw sample of the codec, its ends and its middle drawn often. */
const rawOf = ({ min, max }: SampleCodec) =>
  fc.oneof(fc.constantFrom(min, min + 1, -1, 0, 1, max - 1, max), fc.integer({ min, max }));

/** The value of `bytes` as one little-endian two's complement word, by arithmetic alone. */
function littleEndian(bytes: Uint8Array): number {
  const word = bytes.reduceRight((value, byte) => value * 256 + byte, 0);
  const range = 256 ** bytes.length;
  return word >= range / 2 ? word - range : word;
}

describe.each(SAMPLE_FORMATS)('the $name codec', (format) => {
  const codec = sampleCodec(format);

  it('names its format and takes the bytes a sample that the format does', () => {
    const view = codec.view(new ArrayBuffer(48), 0, 48);
    expect(codec.format).toBe(format);
    expect(view.BYTES_PER_ELEMENT * codec.elements).toBe(format.bytes);
    expect(view.length).toBe((48 / format.bytes) * codec.elements);
  });

  it.each([ArrayBuffer, SharedArrayBuffer])('views the part of a %o that it is given', (Memory) => {
    const view = codec.view(new Memory(96), 24, 48);
    expect([view.byteOffset, view.byteLength]).toEqual([24, 48]);
  });

  it('reads silence from zeroed memory and calls it silence', () => {
    const view = codec.view(new ArrayBuffer(12), 0, 12);
    expect(codec.get(view, codec.elements)).toBe(0);
    expect(codec.silence).toBe(0);
    expect(Object.is(codec.fromUnit(0), 0)).toBe(true);
  });

  it('clips at full scale and makes silence of NaN', () => {
    const { min, max } = codec;
    expect([1, 1.25, Infinity].map(codec.fromUnit)).toEqual([max, max, max]);
    expect([-1, -1.25, -Infinity].map(codec.fromUnit)).toEqual([min, min, min]);
    expect(Object.is(codec.fromUnit(Number.NaN), 0)).toBe(true);
  });

  it('touches no byte beside the sample it sets', () => {
    const bytes = new Uint8Array(36).fill(0xa5);
    codec.set(codec.view(bytes.buffer, 0, 36), codec.elements, codec.max);
    const beside = [...bytes].filter((_, at) => at < format.bytes || at >= 2 * format.bytes);
    expect(new Set(beside)).toEqual(new Set([0xa5]));
  });
});

describe.each(signed)('the codec of $format.name', (codec) => {
  const { width, bytes } = codec.format;

  it('spans the two-complement range of its width', () => {
    expect([codec.min, codec.max]).toEqual([-(2 ** (width - 1)), 2 ** (width - 1) - 1]);
  });

  it('gives back every raw sample that it stored, and stores it little-endian', () => {
    const memory = new Uint8Array(bytes * 3);
    const view = codec.view(memory.buffer, 0, memory.length);
    fc.assert(
      fc.property(rawOf(codec), (raw) => {
        codec.set(view, codec.elements, raw);
        expect(codec.get(view, codec.elements)).toBe(raw);
        expect(littleEndian(memory.subarray(bytes, 2 * bytes))).toBe(raw);
      }),
    );
  });

  it('gives back every raw sample through unit scale', () => {
    fc.assert(
      fc.property(rawOf(codec), (raw) => {
        expect(codec.toUnit(raw)).toBeGreaterThanOrEqual(-1);
        expect(codec.toUnit(raw)).toBeLessThan(1);
        expect(codec.fromUnit(codec.toUnit(raw))).toBe(raw);
      }),
    );
  });

  it('rounds a unit value to the nearest step', () => {
    const step = 2 ** (1 - width);
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1 - step / 2, noNaN: true }), (value) => {
        const error = codec.toUnit(codec.fromUnit(value)) - value;
        expect(Math.abs(error)).toBeLessThanOrEqual(step / 2);
      }),
    );
  });

  it('never makes a negative zero', () => {
    expect(Object.is(codec.fromUnit(-1e-12), 0)).toBe(true);
  });
});

describe('the S24_LE codec', () => {
  it('ignores the fourth byte', () => {
    const codec = codecOf('S24_LE');
    fc.assert(
      fc.property(rawOf(codec), fc.integer({ min: 0, max: 255 }), (raw, fourth) => {
        const memory = new Uint8Array(4);
        const view = codec.view(memory.buffer, 0, 4);
        codec.set(view, 0, raw);
        memory[3] = fourth;
        expect(codec.get(view, 0)).toBe(raw);
      }),
    );
  });

  it('stores the sign in the fourth byte, as drivers and readers of 32 bits expect', () => {
    const codec = codecOf('S24_LE');
    const memory = new Uint8Array(4);
    codec.set(codec.view(memory.buffer, 0, 4), 0, -2);
    expect([...memory]).toEqual([0xfe, 0xff, 0xff, 0xff]);
  });
});

describe('the FLOAT_LE codec', () => {
  const codec = codecOf('FLOAT_LE');

  it('gives back every single-precision value, overs included', () => {
    const view = codec.view(new ArrayBuffer(8), 0, 8);
    fc.assert(
      fc.property(fc.float({ noNaN: true }), (raw) => {
        codec.set(view, 1, raw);
        expect(codec.get(view, 1)).toBe(raw);
        expect(codec.toUnit(raw)).toBe(raw);
      }),
    );
  });

  it('rounds to the value that memory will hold', () => {
    expect(codec.fromUnit(0.1)).toBe(Math.fround(0.1));
  });
});

describe('views', () => {
  it.each([
    ['S16_LE', 1],
    ['S32_LE', 2],
    ['S24_LE', 3],
    ['FLOAT_LE', 6],
  ] as const)('of %s refuse to start at byte %i', (name, byteOffset) => {
    const misplaced = () => codecOf(name).view(new ArrayBuffer(64), byteOffset, 8);
    expect(misplaced).toThrow(AlsaMmapError);
    expect(misplaced).toThrow(`${name} samples cannot start at byte ${byteOffset}`);
  });

  it('of S24_3LE start anywhere', () => {
    const codec = codecOf('S24_3LE');
    const view = codec.view(new ArrayBuffer(64), 7, 6);
    codec.set(view, 3, -5);
    expect(codec.get(view, 3)).toBe(-5);
  });

  it('leave out a sample that is not whole', () => {
    expect(codecOf('S16_LE').view(new ArrayBuffer(8), 0, 5).length).toBe(2);
  });
});
