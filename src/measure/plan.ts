import type { MmapOptions } from '../core/mmap-io.js';
import type { PcmRequest } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import type { FreeStream } from './free-stream.js';
import type { MeasureTime } from './measure-time.js';
import type { MeasureProgress } from './progress.js';
import type { SweepGrid } from './sweep/points.js';

/** How long a measurement takes: what comes in the warm-up does not count. */
export interface MeasurePlan {
  readonly warmupSeconds: number;
  readonly durationSeconds: number;
}

/** What an experiment may be told beside its plan; each reads its own. */
export interface MeasureSettings {
  /** The other device of an experiment that takes two. */
  readonly otherDevice?: string | undefined;
  /** The rings of a sweep. */
  readonly sweep?: SweepGrid | undefined;
  /** How long a client is busy in each of its turns. */
  readonly workNs?: number | undefined;
  /** Whether the other direction of the device runs too. */
  readonly againstOther?: boolean | undefined;
  /** How loud what is played is: its peak. */
  readonly levelDbfs?: number | undefined;
}

interface TaskTerms {
  readonly plan: MeasurePlan;
  readonly settings: MeasureSettings;
  readonly progress: MeasureProgress;
  readonly time: MeasureTime;
  /** How the pointers are to be reached. */
  readonly mmap: MmapOptions;
}

/** What an experiment is given. Nothing is open yet. */
export interface MeasureTask extends TaskTerms {
  /**
   * Opens the device as its user asks for it, but for what is changed here; or another device. The
   * caller closes it.
   * @throws as `openDevice`
   */
  open(change?: Partial<PcmRequest>, device?: string): Promise<PcmDevice>;
}

/** What the runner of an experiment on one stream is given: open, and not started yet. */
export interface StreamTask extends TaskTerms {
  readonly stream: FreeStream;
}

/** What a measurement brings. */
export interface Measured<Result> {
  readonly result: Result;
  /** Columns of equal length, or one a case: see each runner. */
  readonly raw: Readonly<Record<string, Float64Array>>;
  /** How long was measured: less than planned where it was asked to stop, or had seen enough. */
  readonly seconds: number;
}
