import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const SCRIPT = fileURLToPath(new URL('many-cycles.js', import.meta.url));

interface Held {
  readonly rssMib: number;
  readonly descriptors: number;
  readonly threads: number;
}

/** Checks that a process leaks nothing over many open, play and close cycles. */
export function expectFlat(device: string, cycles: number, maxMib: number): void {
  const words = ['--expose-gc', SCRIPT, device, String(cycles)];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { before, after } = JSON.parse(stdout) as { readonly before: Held; readonly after: Held };
  expect(after.descriptors).toBe(before.descriptors);
  expect(after.threads).toBe(before.threads);
  expect(after.rssMib - before.rssMib).toBeLessThan(maxMib);
}
