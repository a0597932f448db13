import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { briefly } from '../brief.js';
import { isThere } from './cards.js';
import { startAlsaMmap } from './program.js';
import { soxFrames, writeSine } from './sox.js';
import { eventsOf, totalsOf } from './stream-events.js';

const FORCE = fileURLToPath(new URL('force-xrun.py', import.meta.url));
const ONE_XRUN = /^alsa-mmap: .*1 xrun: .*\n$/;
const SECONDS = 4;
const RATE_HZ = 48_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-forced-'));
  writeSine(join(folder, 'sine.wav'), SECONDS);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('an xrun forced by ioctl is reported, and the stream continues', () => {
  const streams = [
    ['play', 'hw:AC97', '/dev/snd/pcmC2D0p'],
    ['record', 'hw:Loopback,1', '/dev/snd/pcmC1D1c'],
    ['play', 'hw:USB', '/dev/snd/pcmC4D0p'],
    ['record', 'hw:Dummy', '/dev/snd/pcmC0D0c'],
  ] as const;
  it.each(
    briefly(
      streams.filter(([, device]) => isThere(device)),
      1,
    ),
  )('%s %s', async (command, device, node) => {
    const recorded = join(folder, 'recorded.wav');
    const words =
      command === 'play'
        ? ['play', join(folder, 'sine.wav')]
        : ['record', recorded, '-f', 'S16_LE', '-c', '2', '-r', `${RATE_HZ}`, '-d', `${SECONDS}`];
    const options = ['--buffer-size', '300ms', '--json', '--fail-on', 'xrun'];
    const stream = startAlsaMmap(...words, '-D', device, ...options);
    await stream.says(/"event":"progress"/);
    const forced = spawnSync('/usr/bin/python3', [FORCE, `${stream.pid}`, node], {
      encoding: 'utf8',
    });
    expect(forced).toMatchObject({ status: 0, stderr: '' });
    const { status, stdout, stderr } = await stream.ended;
    expect({ status, stderr }).toEqual({ status: 6, stderr: expect.stringMatching(ONE_XRUN) });
    const xruns = eventsOf(stdout).filter(({ event }) => event === 'xrun');
    expect(xruns).toHaveLength(1);
    expect(xruns[0]!.atFrame).toBeGreaterThan(0);
    expect(totalsOf(stdout)).toMatchObject({ frames: SECONDS * RATE_HZ, xruns: 1 });
    if (command === 'record') expect(soxFrames(recorded)).toBe(SECONDS * RATE_HZ);
  });
});
