import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { comparePattern } from './pattern-file.js';
import { jsonLines, run, scratchDirectory, start } from './program.js';
import { starve } from './starve.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
const PATTERN = 'sim:SIGNAL=pattern';
const soxIsThere = spawnSync('soxi', ['--version']).error === undefined;
if (!soxIsThere) process.stderr.write('SKIPPED: sox is not installed, WAV files go unjudged\n');

/** Frames as soxi counts them; expects no complaint about the file. */
function soxFrames(file: string): number {
  const { stdout, stderr, status } = spawnSync('soxi', ['-s', file], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return Number(stdout);
}

describe.concurrent('a recording that is ended', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    'by %s: exits with %i, every frame up to then is in the file',
    async (signal, exit) => {
      const file = scratch(`${signal}.wav`);
      const running = start(['record', file, PATTERN, ...CALM]);
      await running.seen('RUNNING');
      await sleep(100);
      running.child.kill(signal);
      const { code, stdout } = await running.ended;
      expect(code).toBe(exit);
      const { frames, wrongFrame, sealed } = comparePattern(file, 'S16_LE');
      expect({ wrongFrame, sealed }).toEqual({ wrongFrame: -1, sealed: true });
      // It ran for at least 100 ms; the last period may be missing.
      expect(frames).toBeGreaterThanOrEqual(0.08 * 48_000);
      expect(stdout).toContain(`recorded  ${frames} frames`);
      if (soxIsThere) expect(soxFrames(file)).toBe(frames);
    },
  );

  it('by KILL: at most the last second is missing from the file', async () => {
    const file = scratch('killed.wav');
    const running = start(['record', file, PATTERN, ...CALM, '--json']);
    await running.seen('"progress"');
    await sleep(300);
    running.child.kill('SIGKILL');
    const { stdout } = await running.ended;
    const { frames, wrongFrame } = comparePattern(file, 'S16_LE');
    const reportedFrames = jsonLines(stdout).at(-1)!['frames'] as number;
    expect(wrongFrame).toBe(-1);
    expect(frames).toBeGreaterThan(reportedFrames + 0.3 * 48_000 - 48_000);
    if (soxIsThere) expect(soxFrames(file)).toBe(frames);
  });

  it('by two signals at the same time: in order, with totals', async () => {
    const file = scratch('twice.wav');
    const running = start(['record', file, PATTERN, ...CALM]);
    await running.seen('pointers by');
    await sleep(300);
    running.child.kill('SIGINT');
    running.child.kill('SIGTERM');
    const { code, stdout, stderr } = await running.ended;
    expect([130, 143]).toContain(code);
    expect(stdout).toMatch(/^ {2}recorded {2}\d+ frames/);
    expect(stderr).not.toMatch(/ at |rror/);
    const { frames, wrongFrame, sealed } = comparePattern(file, 'S16_LE');
    expect({ wrongFrame, sealed }).toEqual({ wrongFrame: -1, sealed: true });
    if (soxIsThere) expect(soxFrames(file)).toBe(frames);
  });

  it('by the reader of its output: in order, without a message', async () => {
    const file = scratch('pipe.wav');
    const running = start(['record', file, PATTERN, ...CALM, '--json']);
    await running.seen('"opened"');
    running.child.stdout?.destroy();
    const { code, stderr } = await running.ended;
    expect({ code, stderr }).toEqual({ code: 141, stderr: '' });
    const { frames, ...rest } = comparePattern(file, 'S16_LE');
    expect(rest).toMatchObject({ wrongFrame: -1, sealed: true });
    expect(frames).toBeGreaterThan(0);
  });

  it('exits 8 when the device is disconnected and keeps the earlier frames', async () => {
    const file = scratch('unplugged.wav');
    const device = `${PATTERN},UNPLUG=24000`;
    const { code, stdout, stderr } = await run(['record', file, device, ...CALM, '-d', '3']);
    expect(code).toBe(8);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^alsa-mmap: .*device disconnected$/);
    const { frames, wrongFrame, sealed } = comparePattern(file, 'S16_LE');
    expect({ wrongFrame, sealed }).toEqual({ wrongFrame: -1, sealed: true });
    expect(frames).toBeLessThanOrEqual(24_000);
    expect(frames).toBeGreaterThan(24_000 - 3 * 960);
    expect(stdout).toContain(`recorded  ${frames} frames`);
  });

  it('exits 1 with a line when the pointer stalls and keeps the earlier frames', async () => {
    const file = scratch('stuck.wav');
    const device = `${PATTERN},STALL=9600`;
    // It is given up after 8 buffers without a move.
    const words = ['record', file, device, '--buffer-size', '250ms', '--period-size', '20ms'];
    const { code, stderr } = await run(words);
    expect(code).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^alsa-mmap: .*hw_ptr stalled at 9\d{3} /);
    const { frames, wrongFrame, sealed } = comparePattern(file, 'S16_LE');
    expect({ wrongFrame, sealed }).toEqual({ wrongFrame: -1, sealed: true });
    expect(frames).toBeGreaterThan(8000);
  });
});

describe.concurrent('xruns', () => {
  it.each([[['record', scratch('xrun.wav'), 'sim']], [['play-sine', 'sim']]])(
    'are reported with frame, time and loss, and the stream continues: %s',
    async (command) => {
      const { code, stdout, stderr } = await starve(command);
      expect(code).toBe(0);
      const lines = stderr.split('\n');
      const first = lines.findIndex((line) => /^(over|under)run at frame /.test(line));
      const [loss, cause, before] = lines.slice(first);
      expect(loss).toMatch(
        /frame \d+ \([\d.]+ s\) on 2\d{3}-\d\d-\d\d [\d:]{8}\.\d{3} UTC: \d+ frames (lost|silent) /,
      );
      expect(loss).toMatch(/ \(\S+ m?s\); continued after \S+ [mu]?s$/);
      // The card's thread was stopped as well, so the wake-up before the xrun may be in time.
      expect(cause).toMatch(/^ {2}likely cause: .*the program /);
      expect(before).toMatch(
        /^ {2}before it: ring \d+ of 2048 frames; last wake-up \S+ [mu]?s late; no wake-up /,
      );
      expect(stdout).toMatch(/ {2}xruns +\d+, \d+ frames (lost|silent)\n/);
    },
  );

  it('--fail-on xrun: 6 and a line, after the totals', async () => {
    const command = ['record', scratch('fail.wav'), 'sim'];
    const { code, stdout, stderr } = await starve([...command, '--fail-on', 'xrun']);
    expect(code).toBe(6);
    expect(stdout).toContain('recorded');
    expect(stderr).toMatch(/^overrun at frame /m);
    expect(stderr).toMatch(/\nalsa-mmap: sim: .*\d+ xruns?: \d+ frames .*--buffer-size.*\n$/);
  });

  it('--fail-on xrun exits 0 without an xrun', async () => {
    const words = ['record', scratch('content.wav'), 'sim', '-d', '0.1', ...CALM];
    expect(await run([...words, '--fail-on', 'xrun', '-q'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('--json: an object each', async () => {
    const { stdout } = await starve(['record', scratch('json.wav'), 'sim', '--json']);
    const events = jsonLines(stdout);
    const xruns = events.filter(({ event }) => event === 'xrun');
    const lost = xruns.map(({ lostFrames }) => Number(lostFrames));
    expect(Math.max(...lost)).toBeGreaterThan(0.1 * 48_000);
    expect(events.at(-1)).toMatchObject({
      event: 'totals',
      xruns: xruns.length,
      lostFrames: lost.reduce((sum, frames) => sum + frames),
    });
  });
});
