import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { readWav } from '../../src/audio/wav-reader.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { briefly } from '../brief.js';
import { compare, PATTERN_FRAMES, RATE_HZ, writePattern } from './aloop-pattern.js';
import { start, startAlsaMmap } from './program.js';
import { eventsOf } from './stream-events.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-aloop-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('record records what aplay plays over snd-aloop, bit for bit', () => {
  const cases = [
    ['S32_LE', 8],
    ['S16_LE', 2],
  ] as const;
  it.each(briefly(cases, 1))('%s with %i channels', async (format, channels) => {
    const [played, recorded] = [join(folder, 'played.wav'), join(folder, 'recorded.wav')];
    writePattern(played, format, channels);
    const recording = startAlsaMmap(
      ...['record', recorded, 'hw:Loopback,1', '-f', format, '-c', String(channels)],
      ...['-r', String(RATE_HZ), '--buffer-size', '500ms', '--fail-on', 'xrun', '--json'],
    );
    await recording.says(/"event":"opened"/);
    const player = start('aplay', ['-q', '-M', '-D', 'hw:Loopback,0', '-B', '400000', played]);
    expect(await player.ended).toMatchObject({ status: 0 });
    recording.kill('SIGTERM');
    expect(await recording.ended).toMatchObject({ status: 143 });

    const { first, wrongFrames, frames } = compare(recorded, format, channels);
    expect(first, 'the pattern is in the recording').toBeGreaterThanOrEqual(0);
    expect(wrongFrames).toEqual([]);
    expect(frames - first).toBeGreaterThanOrEqual(PATTERN_FRAMES);
  });
});

it.each(briefly(['S32_LE'] as const, 0))(
  'a record of %s that was stopped reports the frames that the card counted',
  async (format) => {
    const [played, recorded] = [join(folder, 'long.wav'), join(folder, 'stopped.wav')];
    const patternFrames = 12 * RATE_HZ;
    writePattern(played, format, 1, { patternFrames });
    const recording = startAlsaMmap(
      ...['record', recorded, 'hw:Loopback,1', '-f', format, '-c', '1', '-r', String(RATE_HZ)],
      ...['--buffer-size', '200ms', '-d', '5', '--json'],
    );
    await recording.says(/"event":"opened"/);
    const player = start('aplay', ['-q', '-M', '-D', 'hw:Loopback,0', '-B', '400000', played]);
    await recording.says(/("event":"progress".*){2}/s);
    recording.kill('SIGSTOP');
    await sleep(1500);
    recording.kill('SIGCONT');
    const { status, stdout } = await recording.ended;
    expect(status).toBe(0);
    player.kill('SIGTERM');
    await player.ended;

    const codec = sampleCodec(findFormat(format)!);
    const frameOf = new Map<number, number>();
    for (let frame = 1; frame <= patternFrames; frame++) {
      frameOf.set(patternSample(codec, frame, 0), frame);
    }
    const wav = readWav(recorded);
    const bytes = wav.data(0, wav.frames);
    wav.close();
    const samples = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    const losses = eventsOf(stdout).filter(({ event }) => event === 'xrun');
    const late = losses.filter(({ lostFrames }) => lostFrames > RATE_HZ);
    expect(late).toHaveLength(1);
    for (const { atFrame, lostFrames, uncertaintyFrames } of late) {
      const [before, after] = [samples[atFrame - 1]!, samples[atFrame]!];
      const counted = frameOf.get(after)! - frameOf.get(before)! - 1;
      expect(Math.abs(counted - lostFrames)).toBeLessThanOrEqual(uncertaintyFrames);
    }
  },
);
