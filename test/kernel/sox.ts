import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';

/** Frames of a file as sox counts them, who must have nothing to say against it. */
export function soxFrames(path: string): number {
  const { stdout, stderr, status } = spawnSync('soxi', ['-s', path], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return Number(stdout);
}

/** A file of a sine that sox writes: 48000 Hz, 16 bits, two channels. */
export function writeSine(path: string, seconds: number): void {
  const words = ['-D', '-n', '-r', '48000', '-c', '2', '-b', '16', path];
  const { stderr, status } = spawnSync(
    'sox',
    [...words, 'synth', String(seconds), 'sine', '500', 'gain', '-6'],
    { encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}
