import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { jsonLines, scratchDirectory, start } from './program.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const RATE_HZ = 48_000;
const codec = sampleCodec(findFormat('S16_LE')!);

interface Loss {
  readonly clock: string;
  readonly atFrame: number;
  readonly lostFrames: number;
  readonly uncertaintyFrames: number;
}

describe('a program that was stopped for 1.5 s', () => {
  const frames = 3 * RATE_HZ;

  it.each([
    ['', 'timestamps'],
    [',QUIRK=timestamp-zero', 'program'],
    [',QUIRK=timestamp-frozen', 'program'],
    [',QUIRK=timestamp-realtime', 'program'],
  ])('records with as much silence as the signal lacks: sim%s', async (quirk, clock) => {
    const file = scratch(`stopped${quirk.slice(7)}.wav`);
    const format = ['-f', 'S16_LE', '-c', '1', '-d', String(frames / RATE_HZ)];
    const running = start([
      'record',
      file,
      `sim:SIGNAL=pattern${quirk}`,
      ...format,
      '--json',
      '--fill-gaps',
    ]);
    await running.seen('"progress"');
    running.child.kill('SIGSTOP');
    await sleep(1500);
    running.child.kill('SIGCONT');
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    const losses = jsonLines(stdout).filter(({ event }) => event === 'xrun') as unknown as Loss[];
    expect(losses.length).toBeGreaterThan(0);
    const [samples] = readChannels(file).raw;
    let lost = 0;
    let late = 0;
    for (const [index, loss] of losses.entries()) {
      expect(loss.clock).toBe(clock);
      lost += loss.lostFrames;
      const { uncertaintyFrames: bound } = loss;
      const next = losses[index + 1]?.atFrame ?? frames;
      const part = samples!.subarray(loss.atFrame + lost, next + lost);
      const found = Array.from({ length: 2 * bound + 1 }, (_, at) => late + at - bound).find((at) =>
        part.every(
          (value, nth) => value === patternSample(codec, loss.atFrame + lost + at + nth, 0),
        ),
      );
      expect(found, `the signal within ${bound} frames`).toBeDefined();
      late = found!;
    }
    expect(samples!.length).toBe(frames + lost);
    expect(lost).toBeGreaterThan(1.4 * RATE_HZ);
  });
});
