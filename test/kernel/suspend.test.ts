/** Sound cards that are suspended and woken while their streams run: scripts/guest/README.md. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { briefly } from '../brief.js';
import { alsaMmap, startAlsaMmap } from './program.js';
import { soxFrames, writeSine } from './sox.js';
import { eventsOf, totalsOf } from './stream-events.js';

const LONGER_THAN_THE_TEST = 90;
const STREAMS = [
  ['play', 'hw:Dummy'],
  ['play', 'hw:AC97'],
  ['play', 'hw:ES1370'],
  ['play', 'hw:USB'],
  ['record', 'hw:Dummy'],
] as const;

const FORMAT = ['-f', 'S16_LE', '-c', '2', '-r', '48000'];

let folder: string;
const wav = () => join(folder, 'sine.wav');
const recorded = () => join(folder, 'recorded.wav');
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-suspend-'));
  writeSine(wav(), LONGER_THAN_THE_TEST);
  expect(spawnSync('modprobe', ['virtio_mem']).status).toBe(0);
  writeFileSync('/sys/power/pm_async', '0');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Suspends every sound card and wakes it; the machine as a whole never gets that far. */
function suspendCards(): void {
  expect(() => writeFileSync('/sys/power/state', 'freeze')).toThrow(/EIO|EPERM/);
}

/** Starts a stream, and resolves when it runs. */
async function running(command: 'play' | 'record', device: string) {
  const words = command === 'play' ? ['play', wav()] : ['record', recorded(), ...FORMAT];
  const stream = startAlsaMmap(...words, '-D', device, '--buffer-size', '300ms', '--json');
  onTestFinished(() => stream.kill('SIGKILL'));
  await stream.says(/"event":"progress"/);
  return stream;
}

it('every stream resumes after a suspend of all cards, and reports it', {
  timeout: 90_000,
}, async () => {
  const streams = await Promise.all(STREAMS.map(([command, device]) => running(command, device)));
  suspendCards();
  for (const stream of streams) {
    await stream.says(/"event":"suspend".*"event":"progress"/s);
    stream.kill('SIGINT');
    const { status, stdout, stderr } = await stream.ended;
    expect({ status, stderr }).toEqual({ status: 130, stderr: '' });
    const suspends = eventsOf(stdout).filter(({ event }) => event === 'suspend');
    expect(suspends).toHaveLength(1);
    expect(suspends[0]!.atFrame).toBeGreaterThan(0);
    expect(totalsOf(stdout).frames).toBeGreaterThan(suspends[0]!.atFrame);
  }
  const { stdout } = await streams.at(-1)!.ended;
  expect(soxFrames(recorded())).toBe(totalsOf(stdout).frames);
});

it.each(briefly(['hw:Loopback,0'], 0))(
  'bench check --suspend judges a stream of %s that was suspended while paused',
  (device) => {
    const words = ['bench', 'check', device, '--suspend', '--json', '-d', '2'];
    const { status, stdout, stderr } = alsaMmap(...words);
    expect(status, stderr).toBe(0);
    const { verdicts } = JSON.parse(stdout).experiments[0].result;
    expect(verdicts).toContainEqual(
      expect.objectContaining({ name: 'pause-resume', outcome: 'passed' }),
    );
  },
  90_000,
);
