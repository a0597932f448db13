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

/**
 * Waits for the stream of a process to run.
 * @throws ESRCH if the process has ended
 */
export async function runningStream(pid: number): Promise<OpenStream> {
  for (;;) {
    process.kill(pid, 0);
    const [stream] = findStreams({ pid });
    if (stream?.status.state === 'RUNNING' && stream.status.hwPtr > 0) return stream;
    await sleep(50);
  }
}

/** Values of a stream that are compared. A pointer is undefined if it comes from /proc/asound. */
interface Seen {
  readonly state: string;
  readonly hwPtr: number | undefined;
  readonly applPtr: number | undefined;
}

/**
 * Requires the state and the pointers of a running stream to lie between those of two readings of
 * /proc/asound, each of which brings the pages up to date; prints the distances to the nearer one.
 * @param subject owner, device and way, of the line that is printed
 */
export async function expectAgreement(
  stream: OpenStream,
  subject: string,
  read: () => Seen,
): Promise<void> {
  const { periodSize } = stream.hwParams!;
  const distances: number[] = [];
  let leftOut = 0;
  for (let sample = 0; sample < SAMPLES; ) {
    const before = readOpenStream(stream)!.status;
    const seen = read();
    const after = readOpenStream(stream)!.status;
    await sleep(4);
    // An xrun, from which the owner starts again at 0, or a machine that was busy for a period.
    const moved = after.hwPtr - before.hwPtr;
    if (after.state !== before.state || moved < 0 || moved > periodSize) {
      expect(++leftOut).toBeLessThan(SAMPLES);
      continue;
    }
    expect(seen.state).toBe(before.state);
    const pointers = (['hwPtr', 'applPtr'] as const).filter((name) => seen[name] !== undefined);
    const steps = pointers.map((name) => {
      expect(seen[name]).toBeGreaterThanOrEqual(before[name]);
      expect(seen[name]).toBeLessThanOrEqual(after[name]);
      return Math.min(seen[name]! - before[name], after[name] - seen[name]!);
    });
    distances.push(...steps);
    sample++;
  }
  distances.sort((a, b) => a - b);
  const [median = Number.NaN, max = 0] = [distances[distances.length >> 1], distances.at(-1)];
  expect(max).toBeLessThanOrEqual(periodSize);
  const frames = `median ${median}, max ${max} frames of a period of ${periodSize}`;
  console.log(`${subject}: ${SAMPLES} samples, ${frames}; ${leftOut} left out`);
}

/** Requires this of a `ForeignStream`, which must have the given owner and use the given way. */
export function expectForeignAgreement(
  stream: OpenStream,
  subject: string,
  owner: { readonly pid: number; readonly command: string },
  kernel?: KernelMemory,
): Promise<void> {
  const foreign = new ForeignStream(stream, { kernel });
  const path = kernel === undefined ? PATH : 'kcore';
  return expectAgreement(stream, `${subject}, ${path}`, () => {
    const { state, hwPtr, applPtr, stream, paths } = foreign.read()!;
    expect(stream.owner).toMatchObject(owner);
    expect(paths.status.path).toBe(path);
    return {
      state,
      hwPtr: path === 'proc' ? undefined : hwPtr,
      applPtr: paths.control.path === 'proc' ? undefined : applPtr,
    };
  });
}
