import type { Direction } from '../../device/params.js';
import type { Granularity } from '../pointer/statistic.js';

/** Quality of the kernel's timestamps over a number of updates. */
export interface TimestampQuality {
  readonly count: number;
  readonly zero: number;
  /** Timestamps earlier than the one before. */
  readonly backward: number;
  /** Timestamps later than the read. */
  readonly ahead: number;
  /** Timestamps older than three periods although an update had come. */
  readonly old: number;
}

/** Movement of hw_ptr. */
export interface PointerEvidence {
  readonly granularity: Granularity;
  readonly blockFrames: number;
  /** False if most blocks are smaller. */
  readonly exactBlocks: boolean;
  /** True if the driver sets SNDRV_PCM_INFO_BATCH. */
  readonly batch: boolean;
  /** Max frames by which a step was ahead of the elapsed time, or behind it. */
  readonly offFrames: number;
  /** Steps in answer to queries. */
  readonly answers: number;
  /** Backward steps, jumps and slips. */
  readonly faults: number;
  readonly periodSize: number;
}

/** Smallest ring on which a client survived, and its max wake-up latency. */
export interface RingEvidence {
  readonly periodSize: number;
  readonly periods: number;
  readonly seconds: number;
  readonly cycles: number;
  readonly lateP999Ns: number | undefined;
  readonly maxLateNs: number | undefined;
}

/** Basis of the settings; a missing part says why. */
export interface Evidence {
  readonly direction: Direction;
  readonly rateHz: number;
  readonly pointer: PointerEvidence | Missing;
  readonly timestamps: TimestampQuality | Missing;
  /** Frames from START until hw_ptr moves at its normal rate. */
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
