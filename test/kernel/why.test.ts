import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start, startAlsaMmap } from './program.js';

const TRACEFS = '/sys/kernel/tracing';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-why-'));
  writeFileSync(join(folder, 'noise.raw'), Buffer.alloc(4 * 48_000 * 60, 7));
  if (existsSync(`${TRACEFS}/kprobe_events`)) return;
  spawnSync('mount', ['-t', 'tracefs', 'nodev', TRACEFS]);
});
afterAll(() => rmSync(folder, { recursive: true }));

function tracersLeft(): string[] {
  const probes = readFileSync(`${TRACEFS}/kprobe_events`, 'utf8').split('\n').filter(Boolean);
  return [...readdirSync(`${TRACEFS}/instances`), ...probes];
}

describe('why', () => {
  it('names the signal that stopped aplay and its sender, and leaves no tracer', async () => {
    const options = ['-q', '-M', '-D', 'hw:AC97', '-t', 'raw', '-f', 'dat', '--buffer-size=4096'];
    const player = start('aplay', [...options, '--period-size=1024', join(folder, 'noise.raw')]);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const tracer = startAlsaMmap('why', 'hw:AC97', '--once', '--for', '40s', '--json');
    await expect.poll(() => tracersLeft().length, { timeout: 30_000 }).toBeGreaterThan(4);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    player.kill('SIGSTOP');
    const { status, stdout } = await tracer.ended;
    player.kill('SIGCONT');
    player.kill('SIGKILL');
    await player.ended;
    expect(status).toBe(0);
    const { xruns } = JSON.parse(stdout);
    expect(xruns.at(-1)).toMatchObject({
      owner: { command: 'aplay' },
      cause: { kind: 'stopped', signal: 'SIGSTOP', culprit: { tid: process.pid } },
    });
    expect(tracersLeft()).toEqual([]);
  });
});
