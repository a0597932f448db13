import type { Direction } from '../../device/params.js';
import type { Granularity } from '../pointer/statistic.js';

/** What the kernel's timestamps are worth, of so many updates of hw_ptr. */
export interface StampQuality {
  readonly count: number;
  readonly zero: number;
  /** Before the one before. */
  readonly backward: number;
  /** Later than they were seen. */
  readonly ahead: number;
  /** Of an update that had come, but older than three periods. */
  readonly old: number;
}

/** How hw_ptr moves. */
export interface PointerEvidence {
  readonly granularity: Granularity;
  readonly blockFrames: number;
  /** Whether the driver claims SNDRV_PCM_INFO_BATCH. */
  readonly batch: boolean;
  /** The most by which a step outran the time since the one before, or fell behind it. */
  readonly offFrames: number;
  /** Steps in answer to a question. */
  readonly answers: number;
  /** Backward steps, jumps, slips. */
  readonly faults: number;
  readonly periodSize: number;
}

/** The smallest ring on which a client survived, and how late it was woken there at most. */
export interface RingEvidence {
  readonly periodSize: number;
  readonly periods: number;
  readonly seconds: number;
  readonly turns: number;
  readonly lateP999Ns: number | undefined;
  readonly lateMostNs: number | undefined;
}

/** What the settings rest on; a part that is not to be had says why. */
export interface Evidence {
  readonly direction: Direction;
  readonly rateHz: number;
  readonly pointer: PointerEvidence | Missing;
  readonly stamps: StampQuality | Missing;
  /** From START until hw_ptr moved as it does later, in frames. */
  readonly startUp: { readonly delayFrames: number } | Missing;
  readonly clock: { readonly ppm: number; readonly residualFrames: number } | Missing;
  readonly ring: RingEvidence | Missing;
}

export interface Missing {
  readonly missing: string;
}

export function isMissing(part: object | Missing): part is Missing {
  return 'missing' in part;
}
