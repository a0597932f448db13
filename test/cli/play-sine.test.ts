import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { fromDbfs } from '../../src/audio/decibel.js';
import { findDeviation, fitSine } from '../../src/audio/sine-fit.js';
import { jsonLines, run, scratchDirectory, start } from './program.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
/** Long enough for a busy machine: these tests check the samples, not the speed. */
const CALM = ['--buffer-size', '500ms'];
const SECONDS = 0.4;

/** The played frames: the tone, and the silence after it. */
async function playedBy(name: string, keys: string, words: string[]) {
  const file = scratch(`${name}.wav`);
  const device = `sim:DUMP=${file}${keys}`;
  const calm = words.includes('--buffer-size') ? [] : CALM;
  const time = words.includes('-d') ? [] : ['-d', String(SECONDS)];
  const ended = await run(['play-sine', device, ...time, ...calm, ...words]);
  expect(ended).toMatchObject({ code: 0 });
  return { ...readChannels(file), ended };
}

/** Expects the complete tone on every channel at its frequency and level, then silence. */
function expectTone(
  { unit, rateHz }: { unit: Float64Array[]; rateHz: number },
  freqHz: number,
  levelDbfs: number,
  step: number,
  seconds = SECONDS,
): void {
  const frames = Math.round(seconds * rateHz);
  for (const samples of unit) {
    const tone = samples.subarray(0, frames);
    const fit = fitSine(tone, rateHz, freqHz);
    expect(Math.abs(fit.freqHz / freqHz - 1)).toBeLessThan(1e-6);
    expect(Math.abs(fit.amplitude / fromDbfs(levelDbfs) - 1)).toBeLessThan(1e-4);
    expect(Math.abs(fit.dc)).toBeLessThan(step);
    expect(findDeviation(tone, fit, 1.5 * step)).toBe(-1);
    expect(samples.length).toBeGreaterThanOrEqual(frames);
    expect(samples.subarray(frames).findIndex((value) => value !== 0)).toBe(-1);
  }
}

describe.concurrent('play-sine outputs the complete tone, and nothing after it', () => {
  const step = {
    S16_LE: 2 ** -15,
    S24_LE: 2 ** -23,
    S24_3LE: 2 ** -23,
    S32_LE: 2 ** -22,
    FLOAT_LE: 2 ** -22,
    U16_BE: 2 ** -15,
    U24_LE: 2 ** -23,
    FLOAT64_LE: 2 ** -22,
  };
  const stored: Record<string, string> = { S24_LE: 'S24_3LE', U16_BE: 'S16_LE', U24_LE: 'S24_3LE' };
  const formats = Object.entries(step);
  const layouts: [what: string, keys: string][] = [
    ['interleaved', ''],
    ['noninterleaved', ',ACCESS=noninterleaved'],
  ];
  const cases = formats.flatMap(([format, size]) =>
    layouts.map(([what, keys]) => [format, what, keys, size] as const),
  );

  it.each(cases)('in %s, two channels, %s', async (format, what, keys, size) => {
    const played = await playedBy(`${format} ${what}`, keys, ['-f', format]);
    expect(played.format).toBe(stored[format] ?? format);
    expect(played.unit.length).toBe(2);
    expectTone(played, 440, -12, size);
  });

  it.each([
    [1, 'interleaved', ''],
    [8, 'interleaved', ''],
    [8, 'noninterleaved', ',ACCESS=noninterleaved'],
  ])('on %i channels, %s', async (channels, what, keys) => {
    const played = await playedBy(`${channels} ${what}`, keys, ['-c', String(channels)]);
    expect(played.unit.length).toBe(channels);
    expectTone(played, 440, -12, step.S16_LE);
  });

  it.each([
    ['pages refused', ',STATUS=refused,CONTROL=refused', []],
    ['pages not requested', '', ['--sync-ptr']],
  ])('with %s', async (what, keys, words) => {
    expectTone(await playedBy(what, keys, words), 440, -12, step.S16_LE);
  });

  it('with pointers that wrap after two rings', async () => {
    const seconds = 0.8;
    const ring = ['--buffer-size', '16384', '--period-size', '1024'];
    const played = await playedBy('wrap', ',BOUNDARY=2', [...ring, '-d', String(seconds)]);
    expect(seconds * played.rateHz).toBeGreaterThan(2 * 16_384);
    expectTone(played, 440, -12, step.S16_LE, seconds);
  });

  it.each([
    [1000, -3, 44_100],
    [997.5, -60, 96_000],
    [12_345.678, 0, 48_000],
  ])('at %d Hz, %d dBFS, rate %i', async (freqHz, levelDbfs, rateHz) => {
    const words = ['--freq', String(freqHz), '--level', String(levelDbfs), '-r', String(rateHz)];
    const played = await playedBy(`${freqHz} Hz`, '', [...words, '-f', 'S32_LE']);
    expect(played.rateHz).toBe(rateHz);
    expectTone(played, freqHz, levelDbfs, step.S32_LE);
  });
});

describe.concurrent('play-sine', () => {
  it('prints progress on stderr and only the totals on stdout', async () => {
    const { code, stdout, stderr } = await run(['play-sine', 'sim', '-d', '0.3', ...CALM]);
    expect(code).toBe(0);
    expect(stdout).toBe(
      '  played  14400 frames, 0.300 s  sine of 440 Hz at -12 dBFS\n  xruns   0\n',
    );
    expect(stderr).toBe(
      'sim  sine of 440 Hz at -12 dBFS\n' +
        '  S16_LE, 2 channels, 48000 Hz, period 6000, buffer 24000 (500.0 ms), pointers by mmap\n',
    );
  });

  it('--json: opened, a progress a second, totals', async () => {
    const { code, stdout, stderr } = await run([
      'play-sine',
      'sim',
      '-d',
      '1.6',
      ...CALM,
      '--json',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = jsonLines(stdout);
    // On a busy machine the stream may begin so late that there is a second one.
    const again = events.length > 3 ? ['progress'] : [];
    expect(events.map(({ event }) => event)).toEqual(['opened', 'progress', ...again, 'totals']);
    expect(events[1]).toMatchObject({ state: 'RUNNING', xruns: 0, lostFrames: 0 });
    expect(events.at(-1)).toMatchObject({
      command: 'play-sine',
      state: 'SETUP',
      frames: 76_800,
      xruns: 0,
      freqHz: 440,
      levelDbfs: -12,
    });
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends in order with %s: all written frames are played', async (signal, exit) => {
    const file = scratch(`${signal}.wav`);
    const running = start(['play-sine', `sim:DUMP=${file}`, ...CALM]);
    await running.seen('pointers by');
    setTimeout(() => running.child.kill(signal), 300);
    const { code, stdout } = await running.ended;
    expect(code).toBe(exit);
    const frames = Number(/played {2}(\d+) frames/.exec(stdout)?.[1]);
    const [samples] = readChannels(file).unit;
    const tone = samples!.subarray(0, frames);
    expect(findDeviation(tone, fitSine(tone, 48_000, 440), 1.5 * 2 ** -15)).toBe(-1);
    expect(samples!.subarray(frames).findIndex((value) => value !== 0)).toBe(-1);
  });

  it('ends in order when the reader of its output closes', async () => {
    const file = scratch('unread.wav');
    const running = start(['play-sine', `sim:DUMP=${file}`, ...CALM, '--json']);
    await running.seen('"opened"');
    running.child.stdout?.destroy();
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 141, stderr: '' });
    // The card's file has a header when the device was closed.
    expect(readChannels(file).frames).toBeGreaterThan(0.5 * 48_000);
  });

  it('does not wait for the ring at a second Ctrl-C, more than a second later', async () => {
    const running = start(['play-sine', 'sim', '--buffer-size', '5s', '--period-size', '20ms']);
    await running.seen('RUNNING');
    running.child.kill('SIGINT');
    await sleep(1200);
    expect(running.child.exitCode).toBe(null);
    const secondSignalMs = performance.now();
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(performance.now() - secondSignalMs).toBeLessThan(1500);
  });
});

describe('a card with a fixed ring', () => {
  it.each([
    ['play-sine', ['play-sine']],
    ['record', ['record', scratch('fixed-ring.wav')]],
  ])('is opened by %s, which states the size that it got', async (_, words) => {
    const card = ['sim:BUFFER=32768,SIZES=pow2', '--buffer-size', '24000', '--period-size', '3000'];
    const { code, stderr } = await run([...words, ...card, '-d', '0.2']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/ period 2048, buffer 32768 \(682\.7 ms\)/);
  });
});

describe('a driver whose poll returns at once', () => {
  it.each([
    ['play-sine', ['play-sine']],
    ['record', ['record', scratch('poll-early.wav')]],
  ])('is reported by %s, and does not keep a processor busy', async (_, words) => {
    const device = 'sim:QUIRK=poll-early';
    const { code, stdout } = await run([...words, device, '-d', '1', '--json', ...CALM]);
    expect(code).toBe(0);
    const totals = jsonLines(stdout).at(-1)!;
    expect(totals['wakeupsWithoutProgress']).toBeGreaterThan(10);
    // A loop that does not sleep makes more than 100000.
    expect(totals['wakeupsWithoutProgress']).toBeLessThan(1000);
    const { stdout: text } = await run([...words, device, '-d', '0.8', ...CALM]);
    expect(text).toMatch(/wake-ups +\d+ without progress .*poll-waits/);
  });
});
