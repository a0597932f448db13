import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { jsonLines, run, scratchDirectory, start } from './program.js';
import { refusal } from './refusal.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
const PATTERN = 'sim:SIGNAL=pattern';

/** Files of a series in order; expects that together they are the pattern without a gap. */
function readSeries(name: string): { files: string[]; frames: number[] } {
  const files = readdirSync(scratch('.'))
    .filter((file) => file.startsWith(`${name}-`))
    .sort();
  const codec = sampleCodec(findFormat('S16_LE')!);
  let before = 0;
  const frames = files.map((file) => {
    const wav = readChannels(scratch(file));
    expect(wav.sealed).toBe(true);
    for (const [channel, samples] of wav.raw.entries()) {
      const from = before;
      const wrong = samples.findIndex(
        (raw, frame) => raw !== patternSample(codec, from + frame, channel),
      );
      expect(wrong, `${file}, channel ${channel}`).toBe(-1);
    }
    before += wav.frames;
    return wav.frames;
  });
  return { files, frames };
}

describe.concurrent('a recording that is split', () => {
  it('by time is a series without a gap, each file of that length', async () => {
    const words = ['record', scratch('time.wav'), PATTERN, '-d', '1', ...CALM];
    const { code, stdout, stderr } = await run([...words, '--split-time', '0.3']);
    expect(code).toBe(0);
    expect(readSeries('time')).toEqual({
      files: ['time-0001.wav', 'time-0002.wav', 'time-0003.wav', 'time-0004.wav'],
      frames: [14_400, 14_400, 14_400, 4800],
    });
    expect(stderr).toContain(`\nfinished ${scratch('time-0002.wav')}: 14400 frames (0.300 s)\n`);
    expect(stderr).toContain(`\nfinished ${scratch('time-0004.wav')}: 4800 frames (0.100 s)\n`);
    expect(stdout).toContain(`into ${scratch('time-0001.wav')} and following\n`);
    expect(stdout).toContain(` to ${scratch('time-0004.wav')}\n`);
    expect(stdout).toMatch(/\n {2}files +4 /);
  });

  it('loses nothing on a card that is 200 times as fast', async () => {
    const rate = ['-c', '1', '-r', '8000', '--buffer-size', '60s', '--period-size', '5s'];
    const device = `${PATTERN},SPEED=200`;
    const words = ['record', scratch('fast.wav'), device, ...rate, '--split-time', '1m'];
    const { code, stdout } = await run([...words, '-d', '5m', '--json']);
    expect(code).toBe(0);
    expect(jsonLines(stdout).at(-1)).toMatchObject({ fifoLostFrames: 0, xruns: 0 });
    expect(readSeries('fast').frames).toEqual(Array.from({ length: 5 }, () => 480_000));
  });

  it('by size fills each file to the last frame that fits', async () => {
    const words = ['record', scratch('size.wav'), PATTERN, '-c', '3', '-d', '1', ...CALM];
    const { code, stdout } = await run([...words, '--split-size', '60k', '--json']);
    expect(code).toBe(0);
    const { files, frames } = readSeries('size');
    expect(frames.reduce((sum, count) => sum + count)).toBe(48_000);
    const lengths = files.map((file) => statSync(scratch(file)).size);
    for (const length of lengths.slice(0, -1)) {
      expect(length).toBeLessThanOrEqual(61_440);
      expect(length).toBeGreaterThan(61_440 - 6);
    }
    expect(jsonLines(stdout).at(-1)).toMatchObject({
      file: scratch('size-0001.wav'),
      lastFile: scratch(files.at(-1)!),
      fileCount: files.length,
    });
    const finished = jsonLines(stdout).filter(({ event }) => event === 'file');
    expect(finished.map(({ file, fileFrames, bytes }) => [file, fileFrames, bytes])).toEqual(
      files.map((file, index) => [scratch(file), frames[index], lengths[index]]),
    );
    expect(finished[1]).toMatchObject({ number: 2, startFrame: frames[0] });
  });

  it('by both splits at whichever limit comes first', async () => {
    const words = ['record', scratch('both.wav'), PATTERN, '-d', '0.5', ...CALM, '-q'];
    await run([...words, '--split-size', '1M', '--split-time', '0.2']);
    expect(readSeries('both').frames).toEqual([9600, 9600, 4800]);
  });

  it('does not make a file for which no frame came', async () => {
    const words = ['record', scratch('even.wav'), PATTERN, '-d', '0.4', ...CALM, '-q'];
    await run([...words, '--split-time', '0.2']);
    expect(readSeries('even').frames).toEqual([9600, 9600]);
  });

  it('and killed has finished all files but the last', async () => {
    const words = ['record', scratch('killed.wav'), PATTERN, ...CALM, '--split-time', '0.1'];
    const running = start(words);
    await running.seen('RUNNING');
    running.child.kill('SIGKILL');
    await running.ended;
    const { frames } = readSeries('killed');
    expect(frames.length).toBeGreaterThan(2);
    expect(frames.slice(0, -1)).toEqual(Array(frames.length - 1).fill(4800));
  });

  it('replaces each file that is there, and only those', async () => {
    for (const name of ['old.wav', 'old-0001.wav', 'old-0009.wav']) {
      writeFileSync(scratch(name), 'precious');
    }
    const words = ['record', scratch('old.wav'), PATTERN, '-d', '0.2', ...CALM, '-q'];
    await run([...words, '--split-time', '1']);
    expect(statSync(scratch('old-0001.wav')).size).toBeGreaterThan(9600 * 4);
    for (const name of ['old.wav', 'old-0009.wav']) {
      expect(readFileSync(join(scratch('.'), name), 'utf8')).toBe('precious');
    }
  });

  it('has the local time in the names if FILE has one, also without a split', async () => {
    const words = [PATTERN, '-d', '0.3', ...CALM, '--json'];
    const whole = await run(['record', scratch('at-%Y%m%d.wav'), ...words]);
    const { file } = jsonLines(whole.stdout).at(-1)!;
    expect(file).toMatch(/at-2\d{3}[01]\d[0-3]\d\.wav$/);
    expect(readSeries('at').frames).toEqual([14_400]);
    const split = ['record', scratch('parts-%Y.wav'), ...words, '--split-time', '0.1'];
    const { stdout } = await run(split);
    const events = jsonLines(stdout);
    const parts = events.filter(({ event }) => event === 'file');
    expect(parts.map(({ fileFrames }) => fileFrames)).toEqual([4800, 4800, 4800]);
    expect(parts[0]!['file']).toMatch(/parts-\d{4}\.wav$/);
    expect(parts[2]!['file']).toMatch(/parts-\d{4}-0003\.wav$/);
    expect(events.at(-1)).toMatchObject({ file: parts[0]!['file'], lastFile: parts[2]!['file'] });
  });

  it.each([
    ['--split-time', '0'],
    ['--split-time', 'soon'],
    ['--split-size', '15k'],
    ['--split-size', '1Q'],
  ])('refuses %s %s', async (option, value) => {
    expect(await refusal(['record', scratch('no.wav'), 'sim', option, value], 2)).toContain(option);
  });
});
