import type { MmapOptions } from '../core/mmap-io.js';
import type { PcmRequest } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import type { FreeStream } from './free-stream.js';
import type { MeasureTime } from './measure-time.js';
import type { MeasureProgress } from './progress.js';
import type { SweepGrid } from './sweep/points.js';

/** Duration of a measurement; the warm-up does not count. */
export interface MeasurePlan {
  readonly warmupSeconds: number;
  readonly durationSeconds: number;
}

/** Settings of single experiments; each reads its own. */
export interface MeasureSettings {
  /** Second device of an experiment that needs two. */
  readonly otherDevice?: string | undefined;
  /** Rings of a sweep. */
  readonly sweep?: SweepGrid | undefined;
  /** Time for which a client is busy in each cycle. */
  readonly workNs?: number | undefined;
  /** Runs the other direction of the device as well. */
  readonly againstOther?: boolean | undefined;
  /** Suspends the devices of the machine for a check. */
  readonly suspend?: boolean | undefined;
  /** Peak level of what is played. */
  readonly levelDbfs?: number | undefined;
}

/** Input of an experiment; nothing is open yet. */
export interface MeasureTask {
  readonly plan: MeasurePlan;
  readonly settings: MeasureSettings;
  readonly progress: MeasureProgress;
  readonly time: MeasureTime;
  /** Access paths of the pointers. */
  readonly mmap: MmapOptions;
  /**
   * Opens the device as the user requested it, with `change` applied; or another device. The caller
   * closes it.
   * @throws as `openDevice`
   */
  open(change?: Partial<PcmRequest>, device?: string): Promise<PcmDevice>;
}

/** Input of an experiment on one stream: open and not started yet. */
export interface StreamTask extends Omit<MeasureTask, 'open'> {
  readonly stream: FreeStream;
}

/** Raw samples of a measurement, by name. */
export type RawColumns = Readonly<Record<string, Float64Array>>;

/** Result of a measurement. */
export interface Measured<Result, Raw = RawColumns> {
  readonly result: Result;
  /** Columns of equal length, or one per case: see each runner. */
  readonly raw: Raw;
  /** Measured time: less than planned if it was stopped, or had enough data. */
  readonly seconds: number;
}
