import { describe, expect, it } from 'vitest';
import {
  decodeFmt,
  describeFmt,
  encodeFmt,
  type FmtFields,
  wavLayout,
} from '../../src/audio/wav-fmt.js';
import { ringFormatsFor } from '../../src/audio/wav-ring-formats.js';
import { type FormatName, findFormat } from '../../src/device/format.js';

const fmt = (name: FormatName, channels: number) =>
  Buffer.from(encodeFmt({ format: findFormat(name)!, channels, rateHz: 48000 }));

const pcm16: FmtFields = {
  formatTag: 1,
  channels: 2,
  rateHz: 48000,
  blockAlign: 4,
  bitsPerSample: 16,
  validBits: 16,
  hasStandardSubformat: true,
};

describe('the layout in a file', () => {
  it.each([
    ['U8', 8, 8, 1],
    ['S8', 8, 8, 1],
    ['U16_BE', 16, 16, 2],
    ['S18_3LE', 24, 18, 3],
    ['U20_BE', 24, 20, 3],
    ['S24_LE', 24, 24, 3],
    ['S24_3LE', 24, 24, 3],
    ['U32_LE', 32, 32, 4],
    ['FLOAT_BE', 32, 32, 4],
    ['FLOAT64_LE', 64, 64, 8],
  ] as const)('of %s is %i bits, %i of them valid, in %i bytes', (name, ...layout) => {
    const [bitsPerSample, validBits, bytes] = layout;
    expect(wavLayout(findFormat(name)!)).toEqual({ bitsPerSample, validBits, bytes });
  });
});

describe('a fmt chunk', () => {
  it('is plain PCM for 16 bits on one or two channels', () => {
    const bytes = '0100' + '0200' + '80bb0000' + '00ee0200' + '0400' + '1000';
    expect(fmt('S16_LE', 2).toString('hex')).toBe(bytes);
  });

  it('is plain float with an empty extension on one or two channels', () => {
    const bytes = '0300' + '0100' + '80bb0000' + '00ee0200' + '0400' + '2000' + '0000';
    expect(fmt('FLOAT_LE', 1).toString('hex')).toBe(bytes);
  });

  it('is extensible, with speakers and a sub-format, for 24 bits', () => {
    const plain = 'feff' + '0200' + '80bb0000' + '00650400' + '0600' + '1800';
    const extension = '1600' + '1800' + '03000000' + '0100000000001000800000aa00389b71';
    expect(fmt('S24_LE', 2).toString('hex')).toBe(plain + extension);
    expect(fmt('S24_3LE', 2).equals(fmt('S24_LE', 2))).toBe(true);
  });

  it('encodes the valid bits of a wider container', () => {
    const chunk = fmt('S20_LE', 2);
    expect([chunk.readUInt16LE(14), chunk.readUInt16LE(18)]).toEqual([24, 20]);
    expect(decodeFmt(chunk)).toMatchObject({ bitsPerSample: 24, validBits: 20, blockAlign: 6 });
  });

  it('has all bits valid if it gives none', () => {
    const chunk = fmt('S24_LE', 2);
    chunk.writeUInt16LE(0, 18);
    expect(decodeFmt(chunk)).toMatchObject({ bitsPerSample: 24, validBits: 24 });
  });

  it.each([
    ['U8', 2, 1],
    ['S20_LE', 1, 0xfffe],
    ['S16_LE', 1, 1],
    ['S16_LE', 3, 0xfffe],
    ['S32_LE', 1, 0xfffe],
    ['FLOAT_LE', 2, 3],
    ['FLOAT_LE', 3, 0xfffe],
  ] as const)('of %s on %i channels has the tag %i', (name, channels, tag) => {
    expect(fmt(name, channels).readUInt16LE(0)).toBe(tag);
  });

  it.each([
    [1, 0x4],
    [2, 0x3],
    [3, 0],
    [8, 0],
  ])('names the speakers of %i channels as %i', (channels, mask) => {
    expect(fmt('S32_LE', channels).readUInt32LE(20)).toBe(mask);
  });

  it('clamps the byte rate to 32 bits', () => {
    const params = { format: findFormat('S32_LE')!, channels: 1024, rateHz: 2 ** 31 };
    expect(Buffer.from(encodeFmt(params)).readUInt32LE(8)).toBe(0xffffffff);
  });

  it('is rejected if it is too short for its tag', () => {
    expect(decodeFmt(fmt('S16_LE', 2).subarray(0, 15))).toBeUndefined();
    expect(decodeFmt(fmt('S24_LE', 2).subarray(0, 39))).toBeUndefined();
    expect(decodeFmt(fmt('S24_LE', 2))).toBeDefined();
  });
});

/** Fields of a file with two channels. */
const samples = (
  formatTag: number,
  bitsPerSample: number,
  blockAlign: number,
  validBits = bitsPerSample,
) => ({ ...pcm16, formatTag, bitsPerSample, blockAlign, validBits });
const named = (fields: FmtFields) => ringFormatsFor(fields).map(({ name }) => name);

const CARRY_24 = [
  'S24_3LE',
  'S24_LE',
  'S24_3BE',
  'S24_BE',
  'U24_3LE',
  'U24_LE',
  'U24_3BE',
  'U24_BE',
];

describe('the samples of a file are carried bit for bit', () => {
  it.each([
    ['8 bits', samples(1, 8, 2), ['U8', 'S8']],
    ['16 bits', pcm16, ['S16_LE', 'S16_BE', 'U16_LE', 'U16_BE']],
    ['24 bits', samples(1, 24, 6), CARRY_24],
    ['24 bits in 4 bytes', samples(1, 24, 8), CARRY_24],
    ['32 bits', samples(1, 32, 8), ['S32_LE', 'S32_BE', 'U32_LE', 'U32_BE']],
    ['32 bits, 24 of them valid', samples(1, 32, 8, 24), ['S32_LE', 'S32_BE', 'U32_LE', 'U32_BE']],
    ['16 bits, 12 of them valid', samples(1, 16, 4, 12), ['S16_LE', 'S16_BE', 'U16_LE', 'U16_BE']],
    ['24 bits, 22 of them valid', samples(1, 24, 6, 22), CARRY_24],
    ['float', samples(3, 32, 8), ['FLOAT_LE', 'FLOAT_BE']],
    ['double float', samples(3, 64, 16), ['FLOAT64_LE', 'FLOAT64_BE']],
  ])('of %s by formats of the same width', (_, fields, names) => {
    expect(named(fields)).toEqual(names);
  });

  it('of 20 or 18 valid bits by formats of their own, and by 24 bits', () => {
    const twenty = [
      'S20_3LE',
      'S20_LE',
      'S20_3BE',
      'S20_BE',
      'U20_3LE',
      'U20_LE',
      'U20_3BE',
      'U20_BE',
    ];
    expect(named(samples(1, 24, 6, 20))).toEqual([...twenty, ...CARRY_24]);
    const eighteen = ['S18_3LE', 'S18_3BE', 'U18_3LE', 'U18_3BE'];
    expect(named(samples(1, 24, 6, 18))).toEqual([...eighteen, ...CARRY_24]);
    expect(named(samples(1, 20, 6))).toEqual(named(samples(1, 24, 6, 20)));
  });

  it.each([
    [samples(1, 64, 16), '64-bit PCM, 2 channels in 16 bytes per frame'],
    [samples(1, 0, 0), '0-bit PCM'],
    [samples(3, 16, 4), '16-bit float'],
    [samples(7, 8, 2), '8-bit mu-law'],
    [{ ...pcm16, formatTag: 0x1234 }, '16-bit coding 0x1234'],
    [{ ...pcm16, hasStandardSubformat: false }, '16-bit unknown sub-format'],
  ])('by none for %o, described as %s', (fields, words) => {
    expect(ringFormatsFor(fields)).toEqual([]);
    expect(describeFmt(fields)).toContain(words);
  });
});

describe('describeFmt', () => {
  it.each([
    [2, 'Microsoft ADPCM'],
    [6, 'A-law'],
    [0x11, 'IMA ADPCM'],
    [0x31, 'GSM 6.10'],
    [0x55, 'MP3'],
  ])('names tag %i %s', (formatTag, name) => {
    expect(describeFmt({ ...pcm16, formatTag })).toContain(` ${name}, `);
  });

  it('detects a sub-format that does not stand for a tag', () => {
    const ambisonic = fmt('S24_LE', 2);
    ambisonic.write('000021070 d31186'.replace(' ', ''), 26, 'hex');
    expect(decodeFmt(ambisonic)!.hasStandardSubformat).toBe(false);
  });
});
