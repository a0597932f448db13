import { spawnSync } from 'node:child_process';
import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeFmt } from '../../src/audio/wav-fmt.js';
import { createWav } from '../../src/audio/wav-writer.js';
import { findFormat } from '../../src/device/format.js';
import { comparePattern } from './pattern-file.js';
import { jsonLines, run, scratchDirectory, start } from './program.js';
import { refusal } from './refusal.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
const FRAMES = 14_880;

let fileCount = 0;

/** Records a file of the pattern; the tests of record check its samples. */
async function patternFile(format: string, channels: number, seconds = '0.31'): Promise<string> {
  const file = scratch(`pattern ${++fileCount}.wav`);
  const options = ['-f', format, '-c', String(channels), '-d', seconds, ...CALM, '-q'];
  expect(await run(['record', file, 'sim:SIGNAL=pattern', ...options])).toMatchObject({ code: 0 });
  return file;
}

describe('a file of more channels than any device has', () => {
  it('is refused like any other, however large a frame of it is', async () => {
    const file = scratch('wide.wav');
    const fmt = encodeFmt({ format: findFormat('FLOAT64_LE')!, channels: 8000, rateHz: 48_000 });
    const head = Buffer.from(
      `RIFF\0\0\0\0WAVEfmt ${String.fromCharCode(fmt.length)}\0\0\0`,
      'latin1',
    );
    writeFileSync(file, Buffer.concat([head, fmt, Buffer.from('data\0\0\0\0')]));
    truncateSync(file, 2 ** 20);
    expect(await refusal(['play', file, 'sim'], 5)).toMatch(/channels 8000 is not supported/);
  });
});

describe.concurrent('play outputs the samples of the file bit for bit, then silence', () => {
  const files = ['U8', 'S16_LE', 'S20_3LE', 'S24_3LE', 'S32_LE', 'FLOAT_LE', 'FLOAT64_LE'];
  it.each([
    ...files.map((format) => [format, 2, '', []] as const),
    ['S16_LE', 1, '', []],
    ['S32_LE', 8, '', []],
    ['S24_3LE', 3, ',ACCESS=noninterleaved', []],
    ['S8', 2, ',FORMATS=S16_LE:S8', []],
    ['S16_LE', 2, ',FORMATS=S32_LE:U16_BE:U16_LE', []],
    ['S18_3LE', 2, ',FORMATS=S16_LE:S24_LE', []],
    ['S20_LE', 3, ',FORMATS=S24_LE:U20_BE,ACCESS=noninterleaved', []],
    ['S24_LE', 2, '', ['-f', 'U24_3BE']],
    ['FLOAT_LE', 2, '', ['-f', 'FLOAT_BE']],
    ['S16_LE', 2, ',STATUS=refused,CONTROL=refused', []],
    ['S16_LE', 2, '', ['--sync-ptr']],
  ] as const)('%s, %i channels%s %j', async (format, channels, keys, words) => {
    const file = await patternFile(format, channels);
    const heard = scratch(`heard ${++fileCount}.wav`);
    const { code, stderr } = await run([
      ...['play', file, `sim:DUMP=${heard}${keys}`, ...CALM, '-q', '--fail-on', 'xrun', ...words],
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // On unit scale: 18 bits may have been carried by 24.
    const { unit, frames } = readChannels(heard);
    expect(frames).toBeGreaterThan(FRAMES);
    const played = readChannels(file);
    for (const [channel, samples] of unit.entries()) {
      expect(samples.slice(0, FRAMES)).toEqual(played.unit[channel]!.slice(0, FRAMES));
      expect(samples.slice(FRAMES).every((sample) => sample === 0)).toBe(true);
    }
  });
});

const soxIsThere = spawnSync('sox', ['--version']).error === undefined;
if (!soxIsThere) process.stderr.write('SKIPPED: sox is not installed, its files go unplayed\n');

describe.skipIf(!soxIsThere).concurrent('play takes the files that sox writes', () => {
  it.each([
    ['-b 8 -c 2', 'U8'],
    ['-b 16 -c 2', 'S16_LE'],
    ['-b 24 -c 2', 'S24_3LE'],
    ['-b 32 -c 6', 'S32_LE'],
    ['-b 32 -e floating-point -c 1', 'FLOAT_LE'],
    ['-b 64 -e floating-point -c 2', 'FLOAT64_LE'],
  ])('%s', async (options, format) => {
    const [file, heard] = [scratch(`sox ${++fileCount}.wav`), scratch(`heard ${fileCount}.wav`)];
    const tone = 'synth 0.25 pinknoise vol 0.5'.split(' ');
    const made48k = ['-R', '-r', '48000', '-n', ...options.split(' '), file, ...tone];
    expect(spawnSync('sox', made48k).status).toBe(0);
    const { code, stderr } = await run(['play', file, `sim:DUMP=${heard}`, ...CALM, '-q']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const raw = (path: string) =>
      spawnSync('sox', [path, '-t', 'raw', '-'], { maxBuffer: 2 ** 26 }).stdout as Buffer;
    const played = raw(file);
    expect(played.length).toBeGreaterThan(0);
    expect(raw(heard).subarray(0, played.length).equals(played)).toBe(true);
    expect(readChannels(heard).format).toBe(format);
  });
});

describe.concurrent('play', () => {
  it('plays the whole file, far beyond the read-ahead', async () => {
    const file = await patternFile('S16_LE', 1, '3');
    const heard = scratch('long.wav');
    const { code, stdout } = await run(['play', file, `sim:DUMP=${heard}`, ...CALM, '--json']);
    expect(code).toBe(0);
    const events = jsonLines(stdout);
    expect(events.at(-1)).toMatchObject({
      event: 'totals',
      command: 'play',
      frames: 144_000,
      files: [{ file, frames: 144_000 }],
    });
    const left = events
      .filter(({ event }) => event === 'progress')
      .map((one) => one['remainingFrames']);
    expect(left.length).toBeGreaterThan(0);
    expect(left).toEqual(left.toSorted((a, b) => Number(b) - Number(a)));
    truncateSync(heard, 44 + 36 + 144_000 * 2);
    expect(comparePattern(heard, 'S16_LE')).toMatchObject({ wrongFrame: -1 });
  });

  it('ends after the requested duration', async () => {
    const file = await patternFile('S16_LE', 2);
    const { stdout } = await run(['play', file, 'sim', '-d', '0.1', '--json', ...CALM]);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ frames: 4800 });
  });

  it('ends in order with Ctrl-C', async () => {
    const file = await patternFile('S16_LE', 1, '3');
    const playing = start(['play', file, 'sim', ...CALM, '--json']);
    await playing.seen('"event":"progress"');
    playing.child.kill('SIGINT');
    const { code, stdout } = await playing.ended;
    expect(code).toBe(130);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ event: 'totals' });
  });

  it('refuses a device without the format of the file and names the supported ones', async () => {
    const file = await patternFile('S16_LE', 2);
    const { code, stderr } = await run(['play', file, 'sim:RATES=44100']);
    expect(code).toBe(5);
    expect(stderr).toMatch(/^alsa-mmap: .*48000 is not supported; supported: 44100\n$/);
  });

  it('refuses a device without a format for the file, and names the nearest', async () => {
    const file = await patternFile('S24_LE', 2);
    const { code, stderr } = await run(['play', file, 'sim:FORMATS=S16_LE:FLOAT_LE:U8']);
    expect(code).toBe(5);
    expect(stderr).toMatch(
      /: format S24_3LE or S24_LE or .* or one of 6 others is not supported; /,
    );
    expect(stderr).toMatch(/; supported: S16_LE, FLOAT_LE, U8 \(nearest: FLOAT_LE\)\n$/);
  });

  it('refuses a format that cannot hold the samples exactly, and lists others', async () => {
    const file = await patternFile('S16_LE', 2);
    const { code, stderr } = await run(['play', file, 'sim', '-f', 'FLOAT_LE']);
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr:
        `alsa-mmap: FLOAT_LE cannot hold the samples of ${file} exactly; ` +
        'use --format=S16_LE or S16_BE or U16_LE or U16_BE\n',
    });
    expect(await run(['play', file, 'sim', '-f', 'S16'])).toMatchObject({ code: 2 });
  });

  it('fails if the file becomes shorter during playback', async () => {
    const file = await patternFile('S16_LE', 2, '4');
    const playing = start(['play', file, 'sim', ...CALM, '--json']);
    await playing.seen('"event":"progress"');
    truncateSync(file, 1000);
    const { code, stderr } = await playing.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/became shorter during playback: frame \d+ of 192000 is missing\n$/);
  });

  it('refuses other files, empty files and missing files', async () => {
    const text = scratch('text.wav');
    writeFileSync(
      text,
      'this is no WAV file, though it is long enough for a header to be read from',
    );
    expect(await run(['play', text, 'sim'])).toMatchObject({ code: 5 });
    const empty = scratch('empty.wav');
    createWav(empty, { format: findFormat('S16_LE')!, channels: 2, rateHz: 48_000 }).finish();
    const { code, stderr } = await run(['play', empty, 'sim']);
    expect({ code, stderr }).toEqual({
      code: 5,
      stderr: `alsa-mmap: ${empty} contains no samples\n`,
    });
    expect(await run(['play', scratch('absent.wav'), 'sim'])).toMatchObject({ code: 3 });
  });

  it('warns of a header that declares more than the file has, and plays the file', async () => {
    const file = await patternFile('S16_LE', 2);
    truncateSync(file, statSync(file).size - 4 * 880);
    const heard = scratch('cut heard.wav');
    const { code, stdout, stderr } = await run(['play', file, `sim:DUMP=${heard}`, ...CALM]);
    expect(code).toBe(0);
    const problem = 'the header declares 14880 frames, the file has 14000';
    expect(stderr).toContain(`warning: ${file}: ${problem}\n`);
    expect(stdout).toContain('14000 frames');
    const events = jsonLines((await run(['play', file, 'sim', ...CALM, '--json'])).stdout);
    expect(events).toContainEqual(
      expect.objectContaining({ event: 'file-warning', file, problem }),
    );
  });

  it('exits 8 when the card is removed', async () => {
    const file = await patternFile('S16_LE', 2);
    const { code, stderr } = await run(['play', file, 'sim:UNPLUG=4800', ...CALM, '-q']);
    expect(code).toBe(8);
    expect(stderr).toMatch(/^alsa-mmap: .*\n$/);
  });
});
