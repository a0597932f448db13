import type { AccessName } from '../../device/params.js';
import { type Summary, summary } from '../statistic/percentiles.js';
import type { Move, Way } from './cases.js';

/** What was moved, and how. */
export interface ThroughputCase {
  readonly access: AccessName;
  readonly move: Move;
  readonly way: Way;
  readonly blockFrames: number;
}

/** How fast, in MB/s (10^6 bytes), over the batches. */
export interface Throughput extends ThroughputCase {
  readonly ring: Summary;
  /** The same in the program's own memory. */
  readonly memory: Summary;
  /** The ring's median over that of memory: 1 where the ring is as fast. */
  readonly ratio: number;
}

export interface ThroughputResult {
  readonly cases: readonly Throughput[];
  /** Accesses that the device has not, with the reason. */
  readonly refused: readonly { readonly access: AccessName; readonly reason: string }[];
}

/** The megabytes a second of so many bytes in so many nanoseconds. */
export function megabytesPerSecond(bytes: number, ns: number): number {
  return (bytes * 1000) / ns;
}

/** What batches of one case amount to: at least one of each. */
export function throughputOf(
  one: ThroughputCase,
  ringMBs: ArrayLike<number>,
  memoryMBs: ArrayLike<number>,
): Throughput {
  const ring = summary(ringMBs)!;
  const memory = summary(memoryMBs)!;
  return { ...one, ring, memory, ratio: ring.p50 / memory.p50 };
}
