import type { AccessName } from '../../device/params.js';
import { type Summary, summary } from '../statistic/percentiles.js';
import type { BlockCase } from './cases.js';

/** Access type, direction, method and block size of a copy. */
interface ThroughputCase extends Omit<BlockCase, 'run'> {
  readonly access: AccessName;
}

/** Speed in MB/s (10^6 bytes), over the batches. */
export interface Throughput extends ThroughputCase {
  readonly ring: Summary;
  /** The same in the program's own memory. */
  readonly memory: Summary;
  /** Median of the ring divided by that of memory: 1 if the ring is as fast. */
  readonly ratio: number;
}

export interface ThroughputResult {
  readonly cases: readonly Throughput[];
  /** Access types that the device does not support, with the reason. */
  readonly refused: readonly { readonly access: AccessName; readonly reason: string }[];
}

/** Megabytes per second. */
export function megabytesPerSecond(bytes: number, ns: number): number {
  return (bytes * 1000) / ns;
}

/** Statistic of the batches of one case: at least one of each. */
export function throughputOf(
  one: ThroughputCase,
  ringMBs: ArrayLike<number>,
  memoryMBs: ArrayLike<number>,
): Throughput {
  const ring = summary(ringMBs)!;
  const memory = summary(memoryMBs)!;
  return { ...one, ring, memory, ratio: ring.p50 / memory.p50 };
}
