import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { findStreams } from '../../src/observe/find-stream.js';
import { ForeignStream } from '../../src/observe/foreign-stream.js';
import type { KernelMemory } from '../../src/observe/kernel-memory.js';
import { type OpenStream, readOpenStream } from '../../src/observe/sound-tree.js';
import { repetitions } from '../brief.js';

/** In brief fewer samples: see vitest.config.ts. */
const SAMPLES = repetitions(40, 1000);

/** A sample takes up to 0.2 s in a guest on a busy machine. */
export const SAMPLING_TIMEOUT_MS = 240_000;

/** Way by which an owner's pages are read. Only x86, PowerPC and Alpha have mappable pages. */
export const PATH = process.arch === 'x64' ? 'process_vm_readv' : 'proc';

/** Waits for the stream of a process to run. */
export async function runningStream(pid: number): Promise<OpenStream> {
  for (;;) {
    const [stream] = findStreams({ pid });
    if (stream?.status.state === 'RUNNING' && stream.status.hwPtr > 0) return stream;
    await sleep(50);
  }
}

type Pointer = 'hwPtr' | 'applPtr';
type Pointers = Record<Pointer, number>;

/** Requires a pointer to lie between two readings of /proc/asound. */
export function expectBetween(
  before: Pointers,
  seen: Pointers,
  after: Pointers,
  pointer: Pointer,
): void {
  expect(seen[pointer]).toBeGreaterThanOrEqual(before[pointer]);
  expect(seen[pointer]).toBeLessThanOrEqual(after[pointer]);
}

/** Compares the values of a running stream with those of /proc/asound before and after. */
export async function expectAgreement(
  stream: OpenStream,
  owner: { pid: number; command: string },
  kernel?: KernelMemory,
) {
  const foreign = new ForeignStream(stream, { kernel });
  const path = kernel === undefined ? PATH : 'kcore';
  const distances: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const before = readOpenStream(stream)!.status;
    const seen = foreign.read()!;
    const after = readOpenStream(stream)!.status;
    await sleep(4);
    expect(seen.paths.status.path).toBe(path);
    expect(seen.stream.owner).toMatchObject(owner);
    // A slow machine: an xrun, from which the owner starts again at 0.
    if (after.hwPtr < before.hwPtr || after.state !== before.state) continue;
    expect(seen.state).toBe(before.state);
    distances.push(Math.abs(seen.hwPtr - before.hwPtr));
    // Each read of /proc brings the page up to date, so the page lies between two of them.
    if (seen.paths.status.path !== 'proc') expectBetween(before, seen, after, 'hwPtr');
    if (seen.paths.control.path !== 'proc') expectBetween(before, seen, after, 'applPtr');
  }
  expect(distances.length).toBeGreaterThan(SAMPLES / 2);
  if (path === 'proc') return;
  const median = distances.sort((a, b) => a - b)[distances.length >> 1];
  expect(median).toBeLessThan(stream.hwParams!.periodSize);
}
