/** Another process maps the control page of a running stream, and writes what it likes. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { briefly } from '../brief.js';
import { alsaMmap, startAlsaMmap } from './program.js';

const SPOIL = fileURLToPath(new URL('spoil-control.py', import.meta.url));
/** Exit codes: success, an invalid pointer, or repeated xruns. */
const STATUSES = [0, 1, 6];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-hostile-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a stream whose control page another process writes ends without a signal', () => {
  const streams = [
    ['play-sine', 'hw:Dummy', '/dev/snd/pcmC0D0p'],
    ['record', 'hw:Dummy', '/dev/snd/pcmC0D0c'],
    ['play-sine', 'hw:AC97', '/dev/snd/pcmC2D0p'],
  ] as const;
  it.each(briefly(streams, 1))('%s %s', async (command, device, node) => {
    const words = command === 'record' ? ['record', join(folder, 'recorded.wav')] : [command];
    const stream = startAlsaMmap(...words, '-D', device, '-d', '4', '--json');
    await stream.says(/"event":"progress"/);
    const spoilt = spawnSync('/usr/bin/python3', [SPOIL, `${stream.pid}`, node, '2'], {
      encoding: 'utf8',
    });
    expect(spoilt).toMatchObject({ status: 0, stderr: '' });
    expect(Number(spoilt.stdout)).toBeGreaterThan(100);
    const { status, stderr } = await stream.ended;
    expect(STATUSES).toContain(status);
    expect(stderr).toMatch(status === 0 ? /^$/ : /^alsa-mmap: .*\n$/);
    // Nothing is left of it: the next one finds the device as it should be.
    expect(alsaMmap('status', device).status).toBe(0);
  });
});
