import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeFmt } from '../../src/audio/wav-fmt.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { scratchDirectory } from './scratch.js';
import { soxIsThere, soxMake, soxSamples } from './sox.js';

const scratch = scratchDirectory();
const counting = (length: number) =>
  Buffer.from(Array.from({ length }, (_, at) => (at * 7 + 1) & 255));

interface FmtOptions {
  readonly bits?: number;
  readonly channels?: number;
  readonly rateHz?: number;
  readonly blockAlign?: number;
}

/** Encodes a plain `fmt ` chunk of PCM. */
function fmtChunk({ bits = 16, channels = 2, rateHz = 48_000, blockAlign }: FmtOptions): Buffer {
  const content = Buffer.alloc(16);
  content.writeUInt16LE(1, 0);
  content.writeUInt16LE(channels, 2);
  content.writeUInt32LE(rateHz, 4);
  content.writeUInt16LE(blockAlign ?? (channels * bits) / 8, 12);
  content.writeUInt16LE(bits, 14);
  return chunk('fmt ', content);
}

function chunk(id: string, content: Uint8Array, declaredBytes = content.length): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(declaredBytes);
  return Buffer.concat([Buffer.from(id), size, content, Buffer.alloc(content.length % 2)]);
}

/** Writes the chunks into a file and returns what a reader finds. */
function read(riff: string, chunks: Uint8Array[]) {
  const path = scratch('variant.wav');
  writeFileSync(path, Buffer.concat([Buffer.from(`${riff}\0\0\0\0WAVE`), ...chunks]));
  return readFile(path);
}

function readFile(path: string) {
  const reader = readWav(path);
  const { frames, channels, rateHz, format, warnings } = reader;
  const bytes = Buffer.from(reader.data(0, frames));
  reader.close();
  return { frames, channels, rateHz, format: format.name, warnings, bytes };
}

describe('an empty data chunk', () => {
  it.each(['LIST', 'id3 ', 'cue ', 'bext'])('before %s has no samples', (id) => {
    const found = read('RIFF', [
      fmtChunk({}),
      chunk('data', Buffer.alloc(0)),
      chunk(id, counting(400)),
    ]);
    expect(found).toMatchObject({ frames: 0, warnings: [] });
  });

  it('before another data chunk is skipped', () => {
    const chunks = [fmtChunk({}), chunk('data', Buffer.alloc(0)), chunk('LIST', counting(9))];
    const found = read('RIFF', [
      ...chunks,
      chunk('data', counting(16)),
      chunk('id3 ', counting(8)),
    ]);
    expect(found.bytes).toEqual(counting(16));
  });

  it('before samples, of an interrupted recording, continues to the end of the file', () => {
    const found = read('RIFF', [fmtChunk({}), chunk('data', counting(40), 0)]);
    expect(found).toMatchObject({ frames: 10, warnings: [] });
    expect(read('RIFF', [fmtChunk({}), chunk('data', Buffer.alloc(40), 0)]).frames).toBe(10);
  });
});

describe('a header that is wrong', () => {
  it.each([0, 2])('has a block align of %i: corrected with a warning', (blockAlign) => {
    const found = read('RIFF', [fmtChunk({ blockAlign }), chunk('data', counting(16))]);
    expect(found).toMatchObject({ frames: 4, bytes: counting(16) });
    expect(found.warnings).toEqual([`the header has ${blockAlign} bytes per frame; read as 4`]);
  });

  it('declares more frames than the file has: the warning names both', () => {
    const found = read('RIFF', [fmtChunk({}), chunk('data', counting(16), 4000)]);
    expect(found).toMatchObject({ frames: 4, bytes: counting(16) });
    expect(found.warnings).toEqual(['the header declares 1000 frames, the file has 4']);
  });

  it.each([
    ['sox', 0x7ffff000],
    ['arecord', 0x7fffffff],
    ['ffmpeg', 0xffffffff],
  ])('has the placeholder that %s writes to a pipe: no warning', (_, size) => {
    const found = read('RIFF', [fmtChunk({}), chunk('data', counting(16), size)]);
    expect(found).toMatchObject({ frames: 4, warnings: [] });
  });
});

describe('variants of RIFF', () => {
  it.each(['RF64', 'BW64'])('%s has its length in ds64', (riff) => {
    const ds64 = Buffer.alloc(28);
    ds64.writeBigUInt64LE(12n, 8);
    const chunks = [chunk('ds64', ds64), fmtChunk({}), chunk('data', counting(40), 0xffffffff)];
    expect(read(riff, chunks)).toMatchObject({ frames: 3, bytes: counting(12) });
  });

  it('24 bits in 4 bytes, as arecord writes S24_LE, are the lowest bits', () => {
    const stored = Buffer.from('010203ff fdfeff7f 00008000 ffff7f00'.replaceAll(' ', ''), 'hex');
    const found = read('RIFF', [fmtChunk({ bits: 24, blockAlign: 8 }), chunk('data', stored)]);
    expect(found).toMatchObject({ frames: 2, warnings: [] });
    expect(found.bytes.toString('hex')).toBe('010203fdfeff000080ffff7f');
  });
});

describe('the sub-format of an extensible big-endian file', () => {
  it('may be a GUID of big-endian numbers', () => {
    const fields = 'fffe 0001 00001f40 00003e80 0002 0010 0016 0010 00000004';
    const guid = '00000001 0000 0010 800000aa00389b71';
    const fmt = Buffer.from(`${fields}${guid}`.replaceAll(' ', ''), 'hex');
    expect(decodeFmt(fmt, 'big')).toMatchObject({ formatTag: 1, hasStandardSubformat: true });
  });
});

const arecord = spawnSync('arecord', ['--version']).status === 0;
if (!arecord) process.stderr.write('SKIPPED: arecord is not installed\n');

describe.skipIf(!arecord)('a file that arecord wrote', () => {
  it.each([
    ['U8', 1],
    ['S16_LE', 2],
    ['S24_LE', 2],
    ['S24_LE', 1],
    ['S24_3LE', 2],
    ['S32_LE', 6],
    ['FLOAT_LE', 2],
  ])('of %s with %i channels is read byte for byte', (format, channels) => {
    const path = scratch(`arecord-${format}.wav`);
    const words = ['-q', '-D', 'null', '-r', '48000', '-s', '4800', '-f', format];
    execFileSync('arecord', [...words, '-c', String(channels), path]);
    const found = readFile(path);
    expect(found).toMatchObject({ channels, rateHz: 48_000, frames: 4800, warnings: [] });
    const file = readFileSync(path);
    const stored = file.subarray(file.indexOf('data') + 8);
    const kept = format === 'S24_LE' ? stored.filter((_, at) => at % 4 < 3) : stored;
    expect(found.bytes.equals(kept)).toBe(true);
  });
});

describe.skipIf(!soxIsThere)('a file that sox wrote', () => {
  it.each([
    ['RIFX', 'wav', ['-B'], 8],
    ['RIFX', 'wav', ['-B'], 16],
    ['RIFX', 'wav', ['-B'], 24],
    ['RIFX', 'wav', ['-B'], 32],
    ['Wave64', 'w64', [], 16],
    ['Wave64', 'w64', [], 24],
    ['Wave64', 'w64', [], 32],
  ] as const)(
    '%s (.%s %j) of %i bits has the samples of the plain file',
    (_, suffix, order, bits) => {
      const plain = scratch(`plain-${bits}.wav`);
      const other = scratch(`other-${bits}.${suffix}`);
      soxMake(
        plain,
        ['-r', '48000', '-c', '2', '-b', String(bits)],
        ['synth', '0.1', 'sine', '440'],
      );
      execFileSync('sox', ['-D', plain, ...order, other]);
      const expected = readFile(plain);
      expect(readFile(other)).toEqual(expected);
      expect(expected.frames).toBe(4800);
      expect(soxSamples(other)).toEqual(soxSamples(plain));
    },
  );

  it('RIFX of 4 extensible channels or of float', () => {
    const [plain, other] = [scratch('plain.wav'), scratch('big.wav')];
    for (const options of [
      ['-b', '24', '-c', '4'],
      ['-b', '32', '-e', 'floating-point', '-c', '1'],
    ]) {
      soxMake(plain, ['-r', '48000', ...options], ['synth', '0.1', 'sine', '440']);
      execFileSync('sox', ['-D', plain, '-B', other]);
      expect(readFile(other)).toEqual(readFile(plain));
    }
  });
});

describe('a file that the wave module of Python wrote', () => {
  it.each([1, 2, 3, 4])('of %i bytes per sample is read byte for byte', (bytes) => {
    const path = scratch(`python-${bytes}.wav`);
    const program =
      'import sys,wave\nw=wave.open(sys.argv[1],"wb")\nw.setnchannels(2)\n' +
      'w.setsampwidth(int(sys.argv[2]))\nw.setframerate(44100)\n' +
      'w.writeframes(bytes((i*7+1)&255 for i in range(240)))\nw.close()';
    const { status } = spawnSync('python3', ['-c', program, path, String(bytes)]);
    if (status === null) return;
    expect(status).toBe(0);
    expect(readFile(path)).toMatchObject({ rateHz: 44_100, bytes: counting(240), warnings: [] });
  });
});
