import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RECORDS } from './cards.js';
import { alsaMmap } from './program.js';
import { soxFrames } from './sox.js';
import { totalsOf } from './stream-events.js';

const DISK_BYTES = 512 * 1024;
const FRAME_BYTES = 4;

let disk: string;
beforeAll(() => {
  disk = mkdtempSync(join(tmpdir(), 'alsa-mmap-disk-'));
  const words = ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk];
  expect(spawnSync('mount', words, { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});
afterAll(() => {
  spawnSync('umount', [disk]);
  rmSync(disk, { recursive: true });
});

it('record on a full disk exits 1 with one line, and sox reads the file', () => {
  const file = join(disk, 'recorded.wav');
  const options = ['-f', 'S16_LE', '-c', '2', '-r', '48000', '-d', '20', '--json'];
  const { status, stdout, stderr } = alsaMmap('record', file, RECORDS, ...options);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^alsa-mmap: cannot write [^\n]*recorded\.wav: ENOSPC, [^\n]*\n$/);
  const frames = soxFrames(file);
  // All that the disk holds but its head.
  expect(frames).toBeGreaterThan((DISK_BYTES - 8192) / FRAME_BYTES);
  expect(totalsOf(stdout).frames).toBeGreaterThanOrEqual(frames);
});
