import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { briefly } from '../brief.js';
import { compare, PATTERN_FRAMES, RATE_HZ, writePattern } from './aloop-pattern.js';
import { start, startAlsaMmap } from './program.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-aloop-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('arecord records what play plays over snd-aloop, bit for bit', () => {
  const cases = [
    ['S32_LE', 8],
    ['S16_LE', 2],
  ] as const;
  it.each(briefly(cases, 1))('%s with %i channels', async (format, channels) => {
    const [played, recorded] = [join(folder, 'played.wav'), join(folder, 'recorded.wav')];
    writePattern(played, format, channels);
    const recording = start('arecord', [
      ...['-q', '-D', 'hw:Loopback,1', '-f', format, '-c', String(channels), '-r', `${RATE_HZ}`],
      ...['-B', '400000', recorded],
    ]);
    const player = startAlsaMmap(
      ...['play', played, 'hw:Loopback,0', '--buffer-size', '500ms', '--fail-on', 'xrun', '--json'],
    );
    expect(await player.ended).toMatchObject({ status: 0, stderr: '' });
    recording.kill('SIGTERM');
    await recording.ended;

    const { first, wrongFrames, frames } = compare(recorded, format, channels);
    expect(first, 'the pattern is in the recording').toBeGreaterThanOrEqual(0);
    expect(wrongFrames).toEqual([]);
    expect(frames - first).toBeGreaterThanOrEqual(PATTERN_FRAMES);
  });
});
