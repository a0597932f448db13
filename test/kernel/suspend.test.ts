/** Sound cards that are suspended and woken while their streams run: scripts/guest/README.md. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAlsaMmap } from './program.js';
import { soxFrames, writeSine } from './sox.js';
import { eventsOf, totalsOf } from './stream-events.js';

const SECONDS = 4;
const RATE_HZ = 48_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-suspend-'));
  writeSine(join(folder, 'sine.wav'), SECONDS);
  expect(spawnSync('modprobe', ['virtio_mem']).status).toBe(0);
  writeFileSync('/sys/power/pm_async', '0');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Suspends every sound card and wakes it; the machine as a whole never gets that far. */
function suspendCards(): void {
  expect(() => writeFileSync('/sys/power/state', 'freeze')).toThrow(/EIO|EPERM/);
}

describe('a stream goes on after a suspend, and says that it was one', () => {
  it.each([
    ['play', 'hw:Dummy'],
    ['play', 'hw:AC97'],
    ['play', 'hw:ES1370'],
    ['play', 'hw:USB'],
    ['record', 'hw:Dummy'],
  ])('%s %s', async (command, device) => {
    const recorded = join(folder, `${device}.wav`);
    const words =
      command === 'play'
        ? ['play', join(folder, 'sine.wav')]
        : ['record', recorded, '-f', 'S16_LE', '-c', '2', '-r', `${RATE_HZ}`, '-d', `${SECONDS}`];
    const stream = startAlsaMmap(...words, '-D', device, '--buffer-size', '300ms', '--json');
    await stream.says(/"event":"progress"/);
    suspendCards();
    const { status, stdout, stderr } = await stream.ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const suspends = eventsOf(stdout).filter(({ event }) => event === 'suspend');
    expect(suspends).toHaveLength(1);
    expect(suspends[0]!.atFrame).toBeGreaterThan(0);
    expect(totalsOf(stdout).frames).toBe(SECONDS * RATE_HZ);
    if (command === 'record') expect(soxFrames(recorded)).toBe(SECONDS * RATE_HZ);
  });
});
