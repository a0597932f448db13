import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compare, PATTERN_FRAMES, writePattern } from './aloop-pattern.js';
import { startAlsaMmap } from './program.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-trip-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('record records what play plays over snd-aloop, bit for bit', () => {
  it.each([
    ['S24_3LE', 2, 96_000],
    ['FLOAT_LE', 6, 44_100],
    ['S16_LE', 32, 48_000],
  ] as const)('%s with %i channels at %i Hz', async (format, channels, rateHz) => {
    const [played, recorded] = [join(folder, 'played.wav'), join(folder, 'recorded.wav')];
    writePattern(played, format, channels, { rateHz });
    const calm = ['--buffer-size', '500ms', '--fail-on', 'xrun', '--json'];
    const recording = startAlsaMmap(
      ...['record', recorded, 'hw:Loopback,1', '-f', format, '-c', `${channels}`],
      ...['-r', `${rateHz}`, ...calm],
    );
    await recording.says(/"event":"opened"/);
    const player = startAlsaMmap('play', played, 'hw:Loopback,0', ...calm);
    expect(await player.ended).toMatchObject({ status: 0, stderr: '' });
    recording.kill('SIGTERM');
    expect(await recording.ended).toMatchObject({ status: 143, stderr: '' });

    const { first, wrongFrames, frames } = compare(recorded, format, channels);
    expect(first, 'the pattern is in the recording').toBeGreaterThanOrEqual(0);
    expect(wrongFrames).toEqual([]);
    expect(frames - first).toBeGreaterThanOrEqual(PATTERN_FRAMES);
  });
});
