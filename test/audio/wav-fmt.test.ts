import { describe, expect, it } from 'vitest';
import {
  decodeFmt,
  describeFmt,
  encodeFmt,
  type FmtFields,
  formatNameOfFmt,
  wavLayout,
} from '../../src/audio/wav-fmt.js';
import { type FormatName, findFormat } from '../../src/device/format.js';

const fmt = (name: FormatName, channels: number) =>
  Buffer.from(encodeFmt({ format: findFormat(name)!, channels, rateHz: 48000 }));

const pcm16: FmtFields = {
  tag: 1,
  channels: 2,
  rateHz: 48000,
  blockBytes: 4,
  bitsPerSample: 16,
  tagged: true,
};

describe('the layout in a file', () => {
  it.each([
    ['S16_LE', 16, 2, false],
    ['S24_LE', 24, 3, true],
    ['S24_3LE', 24, 3, false],
    ['S32_LE', 32, 4, false],
    ['FLOAT_LE', 32, 4, false],
  ] as const)('of %s is %i bits in %i bytes, packed: %s', (name, bitsPerSample, bytes, pack) => {
    expect(wavLayout(findFormat(name)!)).toEqual({ bitsPerSample, bytes, pack });
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

  it.each([
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

  it('keeps a byte rate beyond 32 bits at the most they hold', () => {
    const params = { format: findFormat('S32_LE')!, channels: 1024, rateHz: 2 ** 31 };
    expect(Buffer.from(encodeFmt(params)).readUInt32LE(8)).toBe(0xffffffff);
  });

  it('is not read where it is too short for what it says', () => {
    expect(decodeFmt(fmt('S16_LE', 2).subarray(0, 15))).toBeUndefined();
    expect(decodeFmt(fmt('S24_LE', 2).subarray(0, 39))).toBeUndefined();
    expect(decodeFmt(fmt('S24_LE', 2))).toBeDefined();
  });
});

describe('a fmt chunk names', () => {
  it.each([
    [{}, 'S16_LE'],
    [{ bitsPerSample: 24, blockBytes: 6 }, 'S24_3LE'],
    [{ bitsPerSample: 32, blockBytes: 8 }, 'S32_LE'],
    [{ bitsPerSample: 32, blockBytes: 8, tag: 3 }, 'FLOAT_LE'],
  ])('for %o the format %s', (fields, name) => {
    expect(formatNameOfFmt({ ...pcm16, ...fields })).toBe(name);
  });

  it.each([
    [{ bitsPerSample: 8, blockBytes: 2 }, '8-bit PCM'],
    [{ bitsPerSample: 24, blockBytes: 8 }, '24-bit PCM, 2 channels in 8 bytes a frame'],
    [{ bitsPerSample: 64, blockBytes: 16, tag: 3 }, '64-bit float'],
    [{ bitsPerSample: 16, blockBytes: 4, tag: 3 }, '16-bit float'],
    [{ bitsPerSample: 8, blockBytes: 2, tag: 7 }, '8-bit mu-law'],
    [{ tag: 0x1234 }, '16-bit coding 0x1234'],
    [{ tagged: false }, '16-bit an unknown sub-format'],
  ])('for %o no format, and %s in words', (fields, words) => {
    expect(formatNameOfFmt({ ...pcm16, ...fields })).toBeUndefined();
    expect(describeFmt({ ...pcm16, ...fields })).toContain(words);
  });

  it.each([
    [2, 'Microsoft ADPCM'],
    [6, 'A-law'],
    [0x11, 'IMA ADPCM'],
    [0x31, 'GSM 6.10'],
    [0x55, 'MP3'],
  ])('for the tag %i the name %s', (tag, name) => {
    expect(describeFmt({ ...pcm16, tag })).toContain(` ${name}, `);
  });

  it('no format for a sub-format that is not one of the tags', () => {
    const ambisonic = fmt('S24_LE', 2);
    ambisonic.write('000021070 d31186'.replace(' ', ''), 26, 'hex');
    expect(decodeFmt(ambisonic)!.tagged).toBe(false);
  });
});
