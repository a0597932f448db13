/**
 * Faults of a card, simulated on request, and the program's response. Other faults have their own
 * files: full disks in record-disk.test.ts, closed pipes in record-stdout.test.ts, signals in
 * record-ends.test.ts, gaps in record-gaps.test.ts.
 */

import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { createWav } from '../../src/audio/wav-writer.js';
import { findFormat } from '../../src/device/format.js';
import { patternSample } from '../../src/sim/signal.js';
import { causeText } from '../../src/stream/loss-cause.js';
import { comparePattern } from './pattern-file.js';
import { type Ended, jsonLines, run, scratchDirectory, start } from './program.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const RATE_HZ = 48_000;
/** A loaded machine makes no xruns of its own. */
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
const SHORTER = ['--buffer-size', '250ms', '--period-size', '20ms'];
const PERIOD = 960;
const BUFFER = 24_000;
const FRAMES = 38_400;
const SECONDS = '0.8';
const COMMANDS = ['play', 'play-sine', 'record'] as const;
type Command = (typeof COMMANDS)[number];

const soxIsThere = spawnSync('soxi', ['--version']).error === undefined;
if (!soxIsThere) process.stderr.write('SKIPPED: sox is not installed, WAV files go unjudged\n');

const codec = sampleCodec(findFormat('S16_LE')!);

/** Never silent, and no two alike. */
const numberAt = (frame: number) => frame + 1;

/** A file of them to play. */
function numbers(name: string, frames: number): string {
  const path = scratch(`numbers-${name}.wav`);
  const wav = createWav(path, { format: findFormat('S32_LE')!, channels: 1, rateHz: RATE_HZ });
  wav.write(new Uint8Array(Int32Array.from({ length: frames }, (_, at) => numberAt(at)).buffer));
  wav.finish();
  return path;
}

const input = numbers('short', FRAMES);

interface Loss {
  readonly event: string;
  readonly atFrame: number;
  readonly durationNs: number;
  readonly lostFrames: number;
  readonly silentFrames: number;
  readonly wallTime: string;
}

interface Outcome extends Pick<Ended, 'code' | 'stderr'> {
  /** The last line of stderr. */
  readonly lastLine: string;
  readonly losses: readonly Loss[];
  readonly totals: Record<string, unknown>;
  readonly file: string;
  readonly heard: string;
}

let fileCount = 0;

/** Runs a command on a card with faults, for `SECONDS` at most. */
async function runWithFaults(
  command: Command,
  faults: string,
  ...words: readonly string[]
): Promise<Outcome> {
  const [file, heard] = [scratch(`file-${++fileCount}.wav`), scratch(`heard-${fileCount}.wav`)];
  const device =
    command === 'record' ? `sim:SIGNAL=pattern,${faults}` : `sim:DUMP=${heard},${faults}`;
  const subject = command === 'play-sine' ? [] : [command === 'play' ? input : file];
  const format = command === 'play' ? [] : ['-f', 'S16_LE', '-c', '1', '-d', SECONDS];
  const ring = words.includes('--buffer-size') ? [] : CALM;
  const all = [command, ...subject, device, ...format, ...ring, '--json', ...words];
  const { code, stdout, stderr } = await run(all);
  const events = jsonLines(stdout);
  return {
    code,
    stderr,
    lastLine: stderr.trimEnd().split('\n').at(-1) ?? '',
    losses: events.filter(({ event }) => event === 'xrun' || event === 'suspend') as never,
    totals: events.findLast(({ event }) => event === 'totals') ?? {},
    file,
    heard,
  };
}

/** Frames of a recording whose length is as requested. */
function framesOf({ file, totals }: Outcome): number {
  const { frames, channels, format } = comparePattern(file, 'S16_LE');
  expect({ channels, format }).toEqual({ channels: 1, format: 'S16_LE' });
  expect(totals['frames']).toBe(frames);
  if (soxIsThere) {
    const { stdout, stderr, status } = spawnSync('soxi', ['-s', file], { encoding: 'utf8' });
    expect([status, stderr, Number(stdout)]).toEqual([0, '', frames]);
  }
  return frames;
}

/** True if a part of a recording matches the card's signal from one of its frames on. */
function isPattern(file: string, from: number, to: number, first = 0): boolean {
  const [samples] = readChannels(file).raw;
  const part = samples!.subarray(from, to);
  return part.every((value, at) => value === patternSample(codec, first + at, 0));
}

/**
 * Expects a recording to be the card's signal up to a gap, and to lack about as many frames there
 * as are reported: the signal runs on while the stream does not.
 */
function expectGap(file: string, { event, atFrame, lostFrames }: Loss): void {
  // A resumed stream has moved on when it is looked at.
  expect(isPattern(file, 0, event === 'suspend' ? atFrame - PERIOD : atFrame)).toBe(true);
  const first = atFrame + lostFrames;
  const found = Array.from({ length: 2 * PERIOD }, (_, at) => first - PERIOD + at).find((from) =>
    isPattern(file, atFrame, FRAMES, from),
  );
  expect(found, `the signal within a period of frame ${first}`).toBeDefined();
}

/** The played frames, without the silence at the end. */
function heardOf({ heard }: Outcome): Float64Array {
  const [samples] = readChannels(heard).raw;
  return samples!.subarray(0, samples!.findLastIndex((value) => value !== 0) + 1);
}

function expectDated({ durationNs, wallTime }: Loss, longestNs = 3e9): void {
  expect(durationNs).toBeGreaterThanOrEqual(0);
  expect(durationNs).toBeLessThan(longestNs);
  expect(Math.abs(Date.parse(wallTime) - Date.now())).toBeLessThan(60_000);
}

describe.concurrent('a card that is unplugged', () => {
  it.each(COMMANDS)('%s: exits 8 with one line and keeps the earlier frames', async (command) => {
    const outcome = await runWithFaults(command, 'UNPLUG=14400');
    const { code, stderr, losses, heard } = outcome;
    expect({ code, losses }).toEqual({ code: 8, losses: [] });
    expect(stderr).toMatch(/^alsa-mmap: sim:[^\n]*\n$/);
    if (command !== 'record') return expect(readChannels(heard).frames).toBe(14_400);
    const frames = framesOf(outcome);
    expect(isPattern(outcome.file, 0, frames)).toBe(true);
    expect(frames).toBeGreaterThan(14_400 - (2 * BUFFER) / 2 - PERIOD);
    expect(frames).toBeLessThanOrEqual(14_400);
  });

  it.each(['play', 'play-sine'] as const)('while %s drains: the same', async (command) => {
    const { code, stderr, heard } = await runWithFaults(command, `UNPLUG=${FRAMES - 4800}`);
    expect(code).toBe(8);
    expect(stderr).toMatch(/^alsa-mmap: sim:[^\n]*\n$/);
    expect(readChannels(heard).frames).toBe(FRAMES - 4800);
  });
});

describe.concurrent('an xrun', () => {
  it.each(COMMANDS)('%s continues after it and reports it', async (command) => {
    const outcome = await runWithFaults(command, 'XRUN=9600');
    const { code, stderr, losses, totals } = outcome;
    expect({ code, stderr, count: losses.length }).toEqual({ code: 0, stderr: '', count: 1 });
    const { atFrame, lostFrames, silentFrames } = losses[0]!;
    expectDated(losses[0]!);
    expect(totals).toMatchObject({ frames: FRAMES, xruns: 1, lostFrames });
    if (command === 'record') {
      expect(silentFrames).toBe(0);
      expect(atFrame).toBeLessThanOrEqual(9600);
      // All that was captured was read or is lost; and what came until the new start, by the clock.
      expect(atFrame + lostFrames).toBeGreaterThanOrEqual(9600 - PERIOD);
      expect(framesOf(outcome)).toBe(FRAMES);
      expectGap(outcome.file, losses[0]!);
      return;
    }
    expect(lostFrames).toBeGreaterThan(0);
    expect(lostFrames).toBeLessThanOrEqual(BUFFER);
    expect(atFrame - lostFrames).toBe(9600);
    if (command === 'play') {
      const heard = heardOf(outcome);
      expect(heard.length).toBe(FRAMES - lostFrames);
      const isRight = (value: number, at: number) =>
        value === numberAt(at < 9600 ? at : at + lostFrames);
      expect(heard.every(isRight)).toBe(true);
    }
  });

  it('that the program did not cause is not attributed to it', async () => {
    const words = ['record', scratch('cause.wav'), 'sim:XRUN=9600', '-d', SECONDS, ...CALM, '-q'];
    const { stderr } = await run(words);
    expect(stderr).toMatch(/^overrun at frame \d+ .* frames lost \(/);
    expect(stderr).toContain(`\n  likely cause: ${causeText('declared')}\n`);
    expect(stderr).toMatch(/; no wake-up for the \S+ m?s before the xrun\n$/);
  });

  it.each(COMMANDS)('%s reports each of several', async (command) => {
    const { code, losses, totals } = await runWithFaults(command, 'XRUN=4800:4800', ...SHORTER);
    expect(code).toBe(0);
    expect(losses.length).toBeGreaterThan(1);
    expect(totals['xruns']).toBe(losses.length);
    const frames = losses.map(({ atFrame }) => atFrame);
    expect(frames).toEqual(frames.toSorted((a, b) => a - b));
  });

  it.each(COMMANDS)('ends %s with 6 if requested', async (command) => {
    const outcome = await runWithFaults(command, 'XRUN=9600', '--on-xrun', 'stop');
    const { code, stderr, losses } = outcome;
    expect({ code, count: losses.length }).toEqual({ code: 6, count: 1 });
    const over = command === 'record' ? 'over' : 'under';
    expect(stderr).toMatch(new RegExp(`^alsa-mmap: sim:\\S+: ${over}run at frame \\d+.*\\n$`));
    expect(losses[0]).toMatchObject({ durationNs: 0, silentFrames: 0 });
    const { atFrame, lostFrames } = losses[0]!;
    if (command === 'record') {
      expect(framesOf(outcome)).toBe(atFrame);
      expect(atFrame + lostFrames).toBe(9600);
      expect(isPattern(outcome.file, 0, atFrame)).toBe(true);
    } else expect(readChannels(outcome.heard).frames).toBe(9600);
  });

  it.each(COMMANDS)('makes %s fail with 6 after its end, by --fail-on xrun', async (command) => {
    const { code, stderr, totals } = await runWithFaults(command, 'XRUN=9600', '--fail-on', 'xrun');
    expect(code).toBe(6);
    expect(stderr).toMatch(/^alsa-mmap: sim:\S+: 1 xrun: .*\n$/);
    expect(totals).toMatchObject({ frames: FRAMES, xruns: 1 });
  });
});

describe.concurrent('a suspend', () => {
  it.each(COMMANDS.flatMap((command) => [0, 100].map((ms) => [command, ms] as const)))(
    'that is resumed costs %s no frame (ready after %i ms)',
    async (command, ms) => {
      const outcome = await runWithFaults(command, `SUSPEND=9600:${ms}`);
      const { code, stderr, losses } = outcome;
      expect({ code, stderr, count: losses.length }).toEqual({ code: 0, stderr: '', count: 1 });
      expect(losses[0]!.event).toBe('suspend');
      expectDated(losses[0]!);
      expect(losses[0]!.durationNs).toBeGreaterThanOrEqual(ms * 1e6);
      const { lostFrames, silentFrames } = losses[0]!;
      // For so long the card stood still.
      const still = command === 'record' ? lostFrames : silentFrames;
      expect(still).toBeGreaterThanOrEqual((ms * RATE_HZ) / 1000);
      expect(command === 'record' ? silentFrames : lostFrames).toBe(0);
      if (command === 'record') {
        expect(framesOf(outcome)).toBe(FRAMES);
        expectGap(outcome.file, losses[0]!);
      }
      if (command === 'play') {
        const heard = heardOf(outcome);
        expect(heard.length).toBe(FRAMES);
        expect(heard.every((value, at) => value === numberAt(at))).toBe(true);
      }
    },
  );

  it.each(COMMANDS)('without a resume is reported by %s, which continues', async (command) => {
    const outcome = await runWithFaults(command, 'SUSPEND=9600,RESUME=no');
    const { code, stderr, losses, totals } = outcome;
    expect({ code, stderr, count: losses.length }).toEqual({ code: 0, stderr: '', count: 1 });
    const { event, lostFrames } = losses[0]!;
    expect(event).toBe('suspend');
    expect(totals['frames']).toBe(FRAMES);
    if (command === 'record') {
      expect(framesOf(outcome)).toBe(FRAMES);
      expectGap(outcome.file, losses[0]!);
    }
    if (command === 'play') expect(heardOf(outcome).length).toBe(FRAMES - lostFrames);
  });

  it.each(['play', 'play-sine'] as const)(
    'that is never over does not hang %s',
    async (command) => {
      const { code, losses } = await runWithFaults(command, 'SUSPEND=9600:3600000');
      expect([code, losses.length]).toEqual([0, 1]);
    },
  );

  it('while play drains loses nothing', async () => {
    const outcome = await runWithFaults('play', `SUSPEND=${FRAMES - 4800}:50`);
    expect([outcome.code, outcome.losses.length]).toEqual([0, 1]);
    const heard = heardOf(outcome);
    expect(heard.length).toBe(FRAMES);
    expect(heard.every((value, at) => value === numberAt(at))).toBe(true);
  });
});

describe.concurrent('a pointer that is stuck', () => {
  it.each(COMMANDS)('ends %s with 1 and a line', async (command) => {
    const outcome = await runWithFaults(command, 'STALL=9600');
    const { code, stderr } = outcome;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^alsa-mmap: sim:\S+: hw_ptr .* 9600 for \d+ ms .*\n$/);
    if (command !== 'record') return expect(readChannels(outcome.heard).frames).toBe(9600);
    expect(framesOf(outcome)).toBe(9600);
    expect(isPattern(outcome.file, 0, 9600)).toBe(true);
  });

  it.each(['play', 'play-sine'] as const)('ends %s that drains, too', async (command) => {
    const at = FRAMES - 4800;
    const { code, stderr } = await runWithFaults(command, `STALL=${at}`);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^alsa-mmap: sim:\\S+: hw_ptr .* ${at} for .*\\n$`));
  });
});

/** Runs a command with a short ring, and suspends the process for longer than the ring lasts. */
async function starveFreely(words: readonly string[]) {
  const running = start([...words, '--on-xrun', 'free-run', '--buffer-size', '2048', '--json']);
  await running.seen('"progress"');
  running.child.kill('SIGSTOP');
  await sleep(250);
  running.child.kill('SIGCONT');
  const { code, stdout, stderr } = await running.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const losses = jsonLines(stdout).filter(({ event }) => event === 'xrun') as unknown as Loss[];
  expect(losses.length).toBeGreaterThan(0);
  return losses;
}

describe.concurrent('a stream that nobody stops, and that is starved', () => {
  const frames = 2.5 * RATE_HZ;

  it('is silent in play for the reported time, without a repetition', async () => {
    const heard = scratch('free.wav');
    const losses = await starveFreely(['play', numbers('long', frames), `sim:DUMP=${heard}`]);
    const inserted = losses.reduce((sum, { silentFrames }) => sum + silentFrames, 0);
    expect(inserted).toBeGreaterThan(0.15 * RATE_HZ);
    expect(losses.every(({ lostFrames }) => lostFrames === 0)).toBe(true);
    const [samples] = readChannels(heard).raw;
    const sound = samples!.filter((value) => value !== 0);
    expect(sound.findIndex((value, at) => at > 0 && value <= sound[at - 1]!)).toBe(-1);
    expect(samples!.indexOf(frames)).toBe(frames - 1 + inserted);
  });

  it('is missing from a recording exactly as reported', async () => {
    const file = scratch('free-capture.wav');
    const format = ['-f', 'S16_LE', '-c', '1', '-d', String(frames / RATE_HZ)];
    const losses = await starveFreely(['record', file, 'sim:SIGNAL=pattern', ...format]);
    let lost = 0;
    let from = 0;
    for (const { atFrame, lostFrames } of losses) {
      expect(isPattern(file, from, atFrame, from + lost), `from ${from}`).toBe(true);
      lost += lostFrames;
      from = atFrame;
    }
    expect(isPattern(file, from, frames, from + lost), `from ${from}`).toBe(true);
    expect(lost).toBeGreaterThan(0.15 * RATE_HZ);
  });
});
