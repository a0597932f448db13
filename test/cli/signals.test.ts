import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { repetitions } from '../brief.js';
import { jsonLines, scratchDirectory, start, watch } from './program.js';
import { readChannels } from './wav-channels.js';

const scratch = scratchDirectory();
const CALM = ['--buffer-size', '500ms', '--period-size', '20ms'];
/** Run as a shell runs it. */
const PROGRAM = fileURLToPath(new URL('../../bin/alsa-mmap.js', import.meta.url));

describe.concurrent('a recording', () => {
  it('survives HUP under nohup', async () => {
    const file = scratch('nohup.wav');
    const running = watch(spawn('nohup', [PROGRAM, 'record', file, 'sim', ...CALM]));
    await running.seen('pointers by');
    running.child.kill('SIGHUP');
    await sleep(500);
    expect(running.child.exitCode).toBe(null);
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(143);
    expect(readChannels(file).frames).toBeGreaterThan(0);
  });

  it('ends in order at HUP without nohup', async () => {
    const file = scratch('hup.wav');
    const running = watch(spawn(PROGRAM, ['record', file, 'sim', ...CALM]));
    await running.seen('pointers by');
    running.child.kill('SIGHUP');
    const { code, stdout } = await running.ended;
    expect(code).toBe(129);
    expect(stdout).toContain('recorded');
  });

  it('begins a new file at USR1, without a lost frame', async () => {
    const file = scratch('series.wav');
    const running = start(['record', file, 'sim:SIGNAL=pattern', '--json', ...CALM]);
    await running.seen('progress');
    running.child.kill('SIGUSR1');
    await sleep(1200);
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    expect(code).toBe(130);
    const files = jsonLines(stdout).filter(({ event }) => event === 'file');
    expect(files).toHaveLength(2);
    const lengths = files.map((event) => readChannels(event['file'] as string).frames);
    expect(lengths.every((frames) => frames > 0)).toBe(true);
    const totals = jsonLines(stdout).at(-1)!;
    expect(lengths[0]! + lengths[1]!).toBe(totals['frames']);
  });

  it('opens no debugger at USR1', async () => {
    const running = start(['record', scratch('usr1.wav'), 'sim', ...CALM]);
    await running.seen('pointers by');
    running.child.kill('SIGUSR1');
    await sleep(500);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).not.toContain('Debugger');
  });
});

describe.concurrent('recordings under timeout(1)', () => {
  it.each(Array.from({ length: repetitions(10, 40) }, (_, index) => index + 1))(
    'print totals and finish the file, number %i',
    async (number) => {
      const file = scratch(`timeout-${number}.wav`);
      const words = ['-s', 'INT', '6', PROGRAM, 'record', file, 'sim', ...CALM];
      const { stdout } = await watch(spawn('timeout', words)).ended;
      const frames = Number(/recorded {2}(\d+) frames/.exec(stdout)?.[1]);
      expect(readChannels(file).frames).toBe(frames);
      expect(statSync(file).size).toBeGreaterThan(4 * frames);
    },
  );
});
