import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFmt, encodeFmt, type WavParams } from '../../src/audio/wav-fmt.js';
import {
  WavHeader,
  wavDataOffset,
  wavFrameBytes,
  wavHeader,
  wavStreamHeader,
} from '../../src/audio/wav-header.js';
import { ringFormatsFor } from '../../src/audio/wav-ring-formats.js';
import { type FormatName, findFormat, SAMPLE_FORMATS } from '../../src/device/format.js';

const stereo = (name: FormatName): WavParams => ({
  format: findFormat(name)!,
  channels: 2,
  rateHz: 48000,
});

const anyParams = fc.record({
  format: fc.constantFrom(...SAMPLE_FORMATS),
  channels: fc.integer({ min: 1, max: 32 }),
  rateHz: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
});

const anyLength = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 40 }),
  fc.integer({ min: 2 ** 32 - 200, max: 2 ** 32 + 200 }),
);

/**
 * Parses the chunks of a header independently, from id to content; `data` maps to its size field.
 */
function chunksOf(header: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(header);
  const chunks = new Map([['riff', bytes.subarray(0, 12)]]);
  let at = 12;
  while (at < bytes.length) {
    const id = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const content = id === 'data' ? bytes.subarray(at + 4) : bytes.subarray(at + 8, at + 8 + size);
    chunks.set(id, content);
    at += 8 + (id === 'data' ? 0 : size);
  }
  expect(at).toBe(bytes.length);
  return chunks;
}

describe('a WAV header', () => {
  it('encodes the parameters and the length', () => {
    fc.assert(
      fc.property(anyParams, anyLength, (params, dataBytes) => {
        const chunks = chunksOf(wavHeader(params, dataBytes));
        const fmt = decodeFmt(chunks.get('fmt ')!)!;
        const { channels, rateHz } = params;
        expect(fmt).toMatchObject({ channels, rateHz, blockAlign: wavFrameBytes(params) });
        expect(ringFormatsFor(fmt)).toContain(params.format);
        const ds64 = chunks.get('ds64');
        const declared = ds64?.readBigUInt64LE(8) ?? BigInt(chunks.get('data')!.readUInt32LE(0));
        expect(declared).toBe(BigInt(dataBytes));
      }),
    );
  });

  it('counts the bytes after its size field, including the pad byte', () => {
    fc.assert(
      fc.property(anyParams, anyLength, (params, dataBytes) => {
        const header = wavHeader(params, dataBytes);
        const chunks = chunksOf(header);
        const declared = chunks.get('ds64')?.readBigUInt64LE(0);
        const following = header.length - 8 + dataBytes + (dataBytes % 2);
        expect(Number(declared ?? chunks.get('riff')!.readUInt32LE(4))).toBe(following);
      }),
    );
  });

  it('is the same after other lengths were encoded', () => {
    fc.assert(
      fc.property(anyParams, fc.array(anyLength, { minLength: 2 }), (params, lengths) => {
        const header = new WavHeader(params);
        const [first, ...later] = lengths.map((bytes) => header.encode(bytes, bytes % 7));
        for (const again of later) expect(again).toBe(first);
        const last = lengths.at(-1)!;
        expect(first).toEqual(wavHeader(params, last, last % 7));
      }),
    );
  });

  it('accepts parameters up to the limits', () => {
    const limits = { ...stereo('S16_LE'), channels: 1024, rateHz: 2 ** 32 - 1 };
    const fmt = decodeFmt(chunksOf(wavHeader(limits, Number.MAX_SAFE_INTEGER)).get('fmt ')!);
    expect(fmt).toMatchObject({ channels: 1024, rateHz: 2 ** 32 - 1 });
  });

  it('has a constant length', () => {
    fc.assert(
      fc.property(anyParams, anyLength, (params, dataBytes) => {
        expect(wavHeader(params, dataBytes).length).toBe(wavDataOffset(params));
      }),
    );
  });

  it.each([
    ['S16_LE', 2, 80],
    ['S16_LE', 3, 104],
    ['S24_LE', 2, 104],
    ['U8', 2, 80],
    ['S20_3LE', 1, 104],
    ['FLOAT_LE', 2, 94],
    ['FLOAT64_LE', 2, 94],
    ['FLOAT_LE', 3, 116],
  ] as const)('puts the samples of %s on %i channels at byte %i', (name, channels, offset) => {
    expect(wavDataOffset({ ...stereo(name), channels })).toBe(offset);
  });

  it('reserves 28 bytes directly after WAVE, with its chunks in order', () => {
    const chunks = chunksOf(wavHeader(stereo('S16_LE'), 400));
    expect([...chunks.keys()]).toEqual(['riff', 'JUNK', 'fmt ', 'data']);
    expect(chunks.get('JUNK')!.equals(Buffer.alloc(28))).toBe(true);
    expect(chunks.get('riff')!.toString('latin1', 8)).toBe('WAVE');
    expect(chunks.get('fmt ')!.equals(encodeFmt(stereo('S16_LE')))).toBe(true);
  });

  it('counts the frames of float files in a fact chunk', () => {
    const chunks = chunksOf(wavHeader(stereo('FLOAT_LE'), 8000));
    expect([...chunks.keys()]).toEqual(['riff', 'JUNK', 'fmt ', 'fact', 'data']);
    expect(chunks.get('fact')!.readUInt32LE(0)).toBe(1000);
  });
});

describe('a file that passes 4 GiB', () => {
  const overhead = wavDataOffset(stereo('S16_LE')) - 8;
  const fits = 2 ** 32 - 2 - overhead;

  it('is RIFF up to the largest 32-bit size', () => {
    const riff = chunksOf(wavHeader(stereo('S16_LE'), fits)).get('riff')!;
    expect(riff.toString('latin1', 0, 4)).toBe('RIFF');
    expect(riff.readUInt32LE(4)).toBe(0xfffffffe);
  });

  it('is RF64 at size 2^32', () => {
    const bytes = { ...stereo('U8'), channels: 1 };
    const exact = 2 ** 32 + 8 - wavDataOffset(bytes);
    const chunks = chunksOf(wavHeader(bytes, exact));
    expect(chunks.get('riff')!.toString('latin1', 0, 4)).toBe('RF64');
    expect(chunks.get('ds64')!.readBigUInt64LE(0)).toBe(2n ** 32n);
  });

  it('is RF64 above that, with the sizes in ds64', () => {
    const chunks = chunksOf(wavHeader(stereo('S16_LE'), fits + 4));
    expect([...chunks.keys()]).toEqual(['riff', 'ds64', 'fmt ', 'data']);
    expect(chunks.get('riff')!.toString('latin1', 0, 4)).toBe('RF64');
    expect(chunks.get('riff')!.readUInt32LE(4)).toBe(0xffffffff);
    expect(chunks.get('data')!.readUInt32LE(0)).toBe(0xffffffff);
    const ds64 = chunks.get('ds64')!;
    expect(ds64.readBigUInt64LE(0)).toBe(BigInt(fits + 4 + overhead));
    expect(ds64.readBigUInt64LE(8)).toBe(BigInt(fits + 4));
    expect(ds64.readBigUInt64LE(16)).toBe(BigInt(Math.floor((fits + 4) / 4)));
    expect(ds64.readUInt32LE(24)).toBe(0);
  });
});

describe('a stream header', () => {
  it('is RIFF with every size unknown', () => {
    const chunks = chunksOf(wavStreamHeader(stereo('FLOAT_LE')));
    expect([...chunks.keys()]).toEqual(['riff', 'JUNK', 'fmt ', 'fact', 'data']);
    expect(chunks.get('riff')!.toString('latin1', 0, 4)).toBe('RIFF');
    expect(chunks.get('riff')!.readUInt32LE(4)).toBe(0xffffffff);
    expect(chunks.get('fact')!.readUInt32LE(0)).toBe(0xffffffff);
    expect(chunks.get('data')!.readUInt32LE(0)).toBe(0xffffffff);
  });
});

describe('a header is rejected', () => {
  it.each([
    [{ channels: 0 }, 0, 'got 0'],
    [{ channels: 1025 }, 0, 'got 1025'],
    [{ channels: 1.5 }, 0, 'got 1.5'],
    [{ rateHz: 0 }, 0, 'got 0'],
    [{ rateHz: 2 ** 32 }, 0, 'got 4294967296'],
    [{}, -1, 'got -1'],
    [{}, 0.5, 'got 0.5'],
    [{}, 2 ** 53, 'got 9007199254740992'],
  ])('for %o and %d bytes', (invalid, dataBytes, named) => {
    expect(() => wavHeader({ ...stereo('S16_LE'), ...invalid }, dataBytes)).toThrow(
      expect.objectContaining({ code: 'RANGE', message: expect.stringContaining(named) }),
    );
  });

  it('for a stream too', () => {
    expect(() => wavStreamHeader({ ...stereo('S16_LE'), channels: 0 })).toThrow(
      expect.objectContaining({ code: 'RANGE' }),
    );
  });
});
