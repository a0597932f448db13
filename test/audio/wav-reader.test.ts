import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFmt, type WavParams, wavLayout } from '../../src/audio/wav-fmt.js';
import { wavDataOffset, wavHeader, wavStreamHeader } from '../../src/audio/wav-header.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { createWav } from '../../src/audio/wav-writer.js';
import { findFormat, SAMPLE_FORMATS } from '../../src/device/format.js';
import { scratchDirectory } from './scratch.js';

const scratch = scratchDirectory();
const stereo: WavParams = { format: findFormat('S16_LE')!, channels: 2, rateHz: 48000 };
const fmt = encodeFmt(stereo);
const counting = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 7 + 1) & 0xff);

function chunk(id: string, content: Uint8Array, declaredBytes = content.length): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(declaredBytes);
  return Buffer.concat([Buffer.from(id), size, content, Buffer.alloc(content.length % 2)]);
}

/** Creates a file of the chunks; returns its path. */
function wav(name: string, chunks: Uint8Array[], riff = 'RIFF'): string {
  const head = Buffer.from(`${riff}\xff\xff\xff\xffWAVE`, 'latin1');
  writeFileSync(scratch(name), Buffer.concat([head, ...chunks]));
  return scratch(name);
}

function framesOf(path: string): number {
  const reader = readWav(path);
  reader.close();
  return reader.frames;
}

const WAVE64_HEAD = Buffer.from(
  '726966662e91cf11a5d628db04c10000' + '0000000000000000' + '77617665f3acd3118cd100c04f8edb8a',
  'hex',
);

const refused = (code: string, said: string) =>
  expect.objectContaining({ code, message: expect.stringContaining(said) });

describe('a file from WavWriter', () => {
  it('round-trips its parameters and samples', () => {
    const anyParams = fc.record({
      format: fc.constantFrom(...SAMPLE_FORMATS),
      channels: fc.integer({ min: 1, max: 32 }),
      rateHz: fc.integer({ min: 1, max: 768000 }),
    });
    fc.assert(
      fc.property(anyParams, fc.integer({ min: 0, max: 50 }), (params, frames) => {
        const path = scratch('round.wav');
        const { bytes } = wavLayout(params.format);
        const data = counting(frames * params.channels * bytes);
        const writer = createWav(path, params);
        writer.write(data);
        writer.finish();
        const reader = readWav(path);
        const { channels, rateHz, dataOffset } = reader;
        expect({ channels, rateHz, dataOffset, frames: reader.frames }).toEqual({
          channels: params.channels,
          rateHz: params.rateHz,
          dataOffset: wavDataOffset(params),
          frames,
        });
        expect(reader.formats).toContain(params.format);
        expect(reader.format).toBe(reader.formats[0]);
        expect(reader.frameBytes).toBe(params.channels * bytes);
        expect(reader.data(0, frames + 1)).toEqual(data);
        reader.close();
      }),
    );
  });

  it('is readable up to its last header after its writer was killed', () => {
    const path = scratch('killed.wav');
    const clock = { ms: 0 };
    const writer = createWav(path, stereo, { headerIntervalMs: 500, nowMs: () => clock.ms });
    for (; clock.ms < 1250; clock.ms += 50) writer.write(counting(480 * 4));
    expect(framesOf(path)).toBe(21 * 480);
  });

  it('is readable to its end after its writer was killed before a second header', () => {
    const path = scratch('killed-early.wav');
    createWav(path, stereo, { nowMs: () => 0 }).write(counting(400));
    expect(framesOf(path)).toBe(100);
  });
});

describe('a reader', () => {
  const path = wav('frames.wav', [chunk('fmt ', fmt), chunk('data', counting(40))]);

  it('returns the requested frames, fewer at the end and none beyond', () => {
    const reader = readWav(path);
    expect(reader.data(3, 2)).toEqual(counting(40).subarray(12, 20));
    expect(reader.data(8, 5)).toEqual(counting(40).subarray(32));
    expect(reader.data(10, 1).length).toBe(0);
    expect(reader.data(99, 1).length).toBe(0);
    reader.close();
  });

  it('fills memory with whole frames', () => {
    const reader = readWav(path);
    const target = new Uint8Array(new SharedArrayBuffer(11));
    expect(reader.readInto(target, 1)).toBe(2);
    expect([...target]).toEqual([...counting(40).subarray(4, 12), 0, 0, 0]);
    reader.close();
  });

  it('returns fewer frames from a file that was truncated', () => {
    const shrinking = wav('shrinking.wav', [chunk('fmt ', fmt), chunk('data', counting(40))]);
    const reader = readWav(shrinking);
    truncateSync(shrinking, reader.dataOffset + 14);
    expect(reader.data(0, 10)).toEqual(counting(40).subarray(0, 12));
    reader.close();
  });

  it('throws CLOSED after close', () => {
    const reader = readWav(path);
    reader.close();
    reader.close();
    expect(() => reader.data(0, 1)).toThrow(refused('CLOSED', path));
  });
});

describe('the samples of a file', () => {
  it('are found past chunks of any name and odd length', () => {
    const path = wav('chunks.wav', [
      chunk('bext', counting(33)),
      chunk('fmt ', fmt),
      chunk('LIST', counting(7)),
      chunk('data', counting(20)),
      chunk('id3 ', counting(50)),
    ]);
    const reader = readWav(path);
    expect(reader.dataOffset).toBe(12 + 42 + 24 + 16 + 8);
    expect(reader.data(0, 100)).toEqual(counting(20));
    reader.close();
  });

  it.each([
    ['nothing', 0],
    ['unknown', 0xffffffff],
    ['more than there is', 4000],
  ])('reach to its end if their size is %s', (_, size) => {
    const path = wav('open-end.wav', [chunk('fmt ', fmt), chunk('data', counting(46), size)]);
    expect(framesOf(path)).toBe(11);
  });

  it('continue to the end of a saved stream', () => {
    writeFileSync(scratch('stream.wav'), Buffer.concat([wavStreamHeader(stereo), counting(40)]));
    expect(framesOf(scratch('stream.wav'))).toBe(10);
  });

  it('may exceed 4 GiB', () => {
    const path = scratch('large.wav');
    const dataBytes = 5 * 2 ** 30;
    writeFileSync(path, wavHeader(stereo, dataBytes));
    truncateSync(path, wavDataOffset(stereo) + dataBytes + 1000);
    writeSync(openSync(path, 'r+'), counting(4), 0, 4, wavDataOffset(stereo) + dataBytes - 4);
    const reader = readWav(path);
    expect(reader.frames).toBe(dataBytes / 4);
    expect(reader.data(reader.frames - 1, 5)).toEqual(counting(4));
    reader.close();
  });

  it('have the length in ds64, whose chunk may be longer than needed', () => {
    const ds64 = Buffer.alloc(40);
    ds64.writeBigUInt64LE(12n, 8);
    const path = wav(
      'rf64.wav',
      [chunk('ds64', ds64), chunk('fmt ', fmt), chunk('data', counting(40), 0xffffffff)],
      'RF64',
    );
    expect(framesOf(path)).toBe(3);
  });

  it('keep a 32-bit container with fewer valid bits unchanged', () => {
    const extensible = Buffer.from(encodeFmt({ ...stereo, format: findFormat('S32_LE')! }));
    extensible.writeUInt16LE(24, 18);
    const reader = readWav(wav('valid.wav', [chunk('fmt ', extensible), chunk('data', fmt)]));
    expect(reader.format.name).toBe('S32_LE');
    reader.close();
  });
});

describe('a file is rejected', () => {
  it.each([
    ['empty', Buffer.alloc(0), 'at byte 0: the file ends in its header'],
    ['short', Buffer.from('RIFF\0\0\0\0WA'), 'at byte 10: the file ends in its header'],
    ['text', Buffer.from('Once upon a time'), 'at byte 0: expected "RIFF", '],
    ['other text', Buffer.from('Once upon a time'), 'or Wave64, got "Once"'],
    ['binary', Buffer.alloc(99), 'or Wave64, got bytes 00000000'],
    ['Wave64 cut short', WAVE64_HEAD.subarray(0, 39), 'at byte 39: the file ends in its header'],
    ['other Wave64', Buffer.concat([WAVE64_HEAD.subarray(0, 24), Buffer.alloc(16)]), 'at byte 24'],
    ['video', Buffer.from('RIFF\0\0\0\0AVI LIST'), 'at byte 8: expected "WAVE", got "AVI "'],
    ['bare', Buffer.from('RIFF\0\0\0\0WAVE'), 'at byte 0: no "fmt " chunk'],
  ])('that is %s', (_, bytes, said) => {
    const path = scratch('refused.wav');
    writeFileSync(path, bytes);
    expect(() => readWav(path)).toThrow(refused('UNSUPPORTED', `cannot read ${path} at byte`));
    expect(() => readWav(path)).toThrow(said);
  });

  it.each([
    ['no samples', [chunk('fmt ', fmt)], 'at byte 20: no "data" chunk'],
    ['samples first', [chunk('data', fmt)], 'at byte 20: the "data" chunk precedes'],
    [
      'a short fmt',
      [chunk('fmt ', fmt.subarray(0, 14))],
      'at byte 20: the "fmt " chunk is truncated',
    ],
    ['a hole', [chunk('fmt ', fmt), Buffer.alloc(8)], 'at byte 36: expected a chunk, got bytes 0'],
    ['a fmt without end', [chunk('fmt ', fmt, 0xfffffff0)], 'at byte 20: no "data"'],
    ['an end in a chunk', [chunk('fmt ', fmt), chunk('LIST', fmt, 999)], 'at byte 44: no "data"'],
  ])('that has %s', (_, chunks, said) => {
    expect(() => readWav(wav('refused.wav', chunks))).toThrow(refused('UNSUPPORTED', said));
  });

  it('that has more than 10000 chunks', () => {
    const path = wav('refused.wav', Array(10_001).fill(chunk('junk', Buffer.alloc(0))));
    const said = `at byte ${12 + 8 * 10_000}: no samples in the first 10000 chunks`;
    expect(() => readWav(path)).toThrow(refused('UNSUPPORTED', said));
  });

  it('that has a truncated ds64 chunk', () => {
    const path = wav('refused.wav', [chunk('ds64', counting(15))], 'RF64');
    truncateSync(path, 12 + 8 + 15);
    expect(() => readWav(path)).toThrow(refused('UNSUPPORTED', 'at byte 20: the ds64 chunk'));
  });

  it.each([
    ['8-bit PCM', 14, 8],
    ['64-bit PCM', 14, 64],
    ['16-bit float', 0, 3],
    ['0 channels', 2, 0],
    ['rate 0 Hz', 4, 0],
    ['a frame should take 4 bytes', 12, 3],
    ['a frame should take 4 bytes', 12, 8],
  ])('that holds %s', (words, field, value) => {
    const invalid = Buffer.from(fmt);
    invalid.writeUInt16LE(value, field);
    if (words === '0 channels') invalid.writeUInt16LE(0, 12);
    const path = wav('refused.wav', [chunk('fmt ', invalid), chunk('data', fmt)]);
    expect(() => readWav(path)).toThrow(refused('UNSUPPORTED', 'at byte 20: unsupported format'));
    expect(() => readWav(path)).toThrow(words);
  });

  it('that does not exist', () => {
    const path = scratch('nowhere.wav');
    expect(() => readWav(path)).toThrow(refused('NO_DEVICE', `${path}: ENOENT, there is no such`));
  });

  it('that is a directory', () => {
    mkdirSync(scratch('directory'));
    expect(() => readWav(scratch('directory'))).toThrow(refused('USAGE', 'it is a directory'));
  });

  it.skipIf(!existsSync('/usr/bin/mkfifo'))('that is a FIFO, without waiting for it', () => {
    execFileSync('mkfifo', [scratch('fifo')]);
    expect(() => readWav(scratch('fifo'))).toThrow(refused('UNSUPPORTED', 'a pipe or a device'));
  });

  it('and closed again', () => {
    const path = wav('refused.wav', []);
    const next = () => openSync('/dev/null', 'r');
    const before = next();
    for (let count = 0; count < 20; count++) expect(() => readWav(path)).toThrow();
    expect(next()).toBe(before + 1);
  });
});
