import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SampleCodec, sampleCodec } from '../../src/audio/sample-codec.js';
import { type FormatName, findFormat, SAMPLE_FORMATS } from '../../src/device/format.js';
import { byteModel } from './byte-model.js';

const codecOf = (name: FormatName) => sampleCodec(findFormat(name)!);
const integers = SAMPLE_FORMATS.filter(({ kind }) => kind !== 'float').map(sampleCodec);
const floats = SAMPLE_FORMATS.filter(({ kind }) => kind === 'float').map(sampleCodec);
const padded = integers.filter(({ format }) => format.width < 8 * format.bytes);

/** Generates raw samples, often the ends or the middle of the range. */
const rawOf = ({ min, max, silence }: SampleCodec) =>
  fc.oneof(
    fc.constantFrom(min, min + 1, silence - 1, silence, silence + 1, max - 1, max),
    fc.integer({ min, max }),
  );

describe.each(SAMPLE_FORMATS)('the $name codec', (format) => {
  const codec = sampleCodec(format);
  const model = byteModel(format.name);

  it('has the bytes per sample of its format', () => {
    const view = codec.view(new ArrayBuffer(48), 0, 48);
    expect(codec.format).toBe(format);
    expect(view.BYTES_PER_ELEMENT * codec.elements).toBe(format.bytes);
    expect(view.length).toBe((48 / format.bytes) * codec.elements);
  });

  it.each([ArrayBuffer, SharedArrayBuffer])('views the given part of a %o', (Memory) => {
    const view = codec.view(new Memory(96), 24, 48);
    expect([view.byteOffset, view.byteLength]).toEqual([24, 48]);
  });

  it('has the range and the silence of the format', () => {
    expect([codec.min, codec.max, codec.silence]).toEqual([model.min, model.max, model.silence]);
    expect(Object.is(codec.fromNormalized(0), model.silence)).toBe(true);
    expect(codec.toNormalized(codec.silence)).toBe(0);
  });

  it('clips at full scale and converts NaN to silence', () => {
    const { min, max, silence } = codec;
    expect([1, 1.25, Infinity].map(codec.fromNormalized)).toEqual([max, max, max]);
    expect([-1, -1.25, -Infinity].map(codec.fromNormalized)).toEqual([min, min, min]);
    expect(Object.is(codec.fromNormalized(Number.NaN), silence)).toBe(true);
  });

  it('never makes a negative zero', () => {
    if (format.kind === 'float') return;
    expect(Object.is(codec.fromNormalized(-1e-12), codec.silence)).toBe(true);
  });

  it('changes only the bytes of the sample', () => {
    const bytes = new Uint8Array(96).fill(0xa5);
    codec.set(codec.view(bytes.buffer, 0, 96), codec.elements, codec.max);
    const beside = [...bytes].filter((_, at) => at < format.bytes || at >= 2 * format.bytes);
    expect(new Set(beside)).toEqual(new Set([0xa5]));
  });

  it('reads any bytes according to the format', () => {
    const memory = new Uint8Array(3 * format.bytes);
    const view = codec.view(memory.buffer, 0, memory.length);
    const anyBytes = fc.uint8Array({ minLength: format.bytes, maxLength: format.bytes });
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        memory.set(bytes, format.bytes);
        expect(codec.get(view, codec.elements)).toBe(model.decode(bytes));
      }),
    );
  });
});

describe.each(integers)('the codec of $format.name', (codec) => {
  const { name, width, bytes } = codec.format;
  const model = byteModel(name);

  it('round-trips every raw sample through memory, in the bytes of the format', () => {
    const memory = new Uint8Array(bytes * 3);
    const view = codec.view(memory.buffer, 0, memory.length);
    fc.assert(
      fc.property(rawOf(codec), (raw) => {
        codec.set(view, codec.elements, raw);
        expect(codec.get(view, codec.elements)).toBe(raw);
        expect([...memory.subarray(bytes, 2 * bytes)]).toEqual(model.encode(raw));
      }),
    );
  });

  it('round-trips every raw sample through normalized values', () => {
    fc.assert(
      fc.property(rawOf(codec), (raw) => {
        expect(codec.toNormalized(raw)).toBeGreaterThanOrEqual(-1);
        expect(codec.toNormalized(raw)).toBeLessThan(1);
        expect(codec.fromNormalized(codec.toNormalized(raw))).toBe(raw);
      }),
    );
  });

  it('rounds a normalized value to the nearest step', () => {
    const step = 2 ** (1 - width);
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1 - step / 2, noNaN: true }), (value) => {
        const error = codec.toNormalized(codec.fromNormalized(value)) - value;
        expect(Math.abs(error)).toBeLessThanOrEqual(step / 2);
      }),
    );
  });
});

describe('silence', () => {
  // Source: pcm_formats[] in the kernel's sound/core/pcm_misc.c.
  it.each([
    ['U8', '80'],
    ['U16_LE', '0080'],
    ['U16_BE', '8000'],
    ['U24_LE', '00008000'],
    ['U24_BE', '00800000'],
    ['U32_LE', '00000080'],
    ['U32_BE', '80000000'],
    ['U20_LE', '00000800'],
    ['U20_BE', '00080000'],
    ['U24_3LE', '000080'],
    ['U24_3BE', '800000'],
    ['U20_3LE', '000008'],
    ['U20_3BE', '080000'],
    ['U18_3LE', '000002'],
    ['U18_3BE', '020000'],
  ] as const)('of %s is the bytes %s', (name, bytes) => {
    const codec = codecOf(name);
    const memory = Buffer.alloc(codec.format.bytes, 0xee);
    const copy = new Uint8Array(memory);
    codec.set(codec.view(copy.buffer, 0, copy.length), 0, codec.silence);
    expect(Buffer.from(copy).toString('hex')).toBe(bytes);
  });

  it('of all other formats is 0', () => {
    for (const format of SAMPLE_FORMATS.filter(({ kind }) => kind !== 'unsigned')) {
      const codec = sampleCodec(format);
      const bytes = new Uint8Array(format.bytes).fill(0xee);
      codec.set(codec.view(bytes.buffer, 0, bytes.length), 0, codec.silence);
      expect([...bytes]).toEqual(Array(format.bytes).fill(0));
    }
  });
});

describe.each(padded)('the padding of $format.name', (codec) => {
  const { name, bytes, width } = codec.format;

  it('is sign-extended when stored', () => {
    const memory = new Uint8Array(bytes);
    codec.set(codec.view(memory.buffer, 0, bytes), 0, codec.min);
    const { encode } = byteModel(name);
    expect([...memory]).toEqual(encode(codec.format.kind === 'signed' ? -(2 ** (width - 1)) : 0));
  });
});

describe.each(floats)('the codec of $format.name', (codec) => {
  const { bytes, name } = codec.format;
  const anyFloat = bytes === 8 ? fc.double({ noNaN: true }) : fc.float({ noNaN: true });

  it('round-trips every float, also above full scale', () => {
    const memory = new Uint8Array(2 * bytes);
    const view = codec.view(memory.buffer, 0, 2 * bytes);
    fc.assert(
      fc.property(anyFloat, (raw) => {
        codec.set(view, codec.elements, raw);
        expect(codec.get(view, codec.elements)).toBe(raw);
        expect([...memory.subarray(bytes)]).toEqual(byteModel(name).encode(raw));
        expect(codec.toNormalized(raw)).toBe(raw);
      }),
    );
  });

  it('rounds to the precision of the format', () => {
    expect(codec.fromNormalized(0.1)).toBe(bytes === 8 ? 0.1 : Math.fround(0.1));
  });
});

describe('views', () => {
  it.each([
    ['S16_LE', 1],
    ['U16_BE', 3],
    ['S32_LE', 2],
    ['S24_LE', 3],
    ['FLOAT_LE', 6],
    ['FLOAT64_LE', 4],
    ['FLOAT64_BE', 2],
  ] as const)('of %s reject a start at byte %i', (name, byteOffset) => {
    const misaligned = () => codecOf(name).view(new ArrayBuffer(64), byteOffset, 8);
    expect(misaligned).toThrow(expect.objectContaining({ code: 'RANGE' }));
  });

  it('of S24_3LE start anywhere', () => {
    const codec = codecOf('S24_3LE');
    const view = codec.view(new ArrayBuffer(64), 7, 6);
    codec.set(view, 3, -5);
    expect(codec.get(view, 3)).toBe(-5);
  });

  it('exclude an incomplete sample', () => {
    expect(codecOf('S16_LE').view(new ArrayBuffer(8), 0, 5).length).toBe(2);
    expect(codecOf('U18_3BE').view(new ArrayBuffer(8), 0, 5).length).toBe(3);
  });
});
