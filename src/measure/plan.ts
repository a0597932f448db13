import type { FreeStream } from './free-stream.js';
import type { MeasureTime } from './measure-time.js';
import type { MeasureProgress } from './progress.js';

/** How long a measurement takes: what comes in the warm-up does not count. */
export interface MeasurePlan {
  readonly warmupSeconds: number;
  readonly durationSeconds: number;
}

/** What a runner is given. The stream is open and not started yet. */
export interface MeasureTask {
  readonly stream: FreeStream;
  readonly plan: MeasurePlan;
  readonly progress: MeasureProgress;
  readonly time: MeasureTime;
}

/** What a measurement brings. */
export interface Measured<Result> {
  readonly result: Result;
  /** Columns of equal length, or one a case: see each runner. */
  readonly raw: Readonly<Record<string, Float64Array>>;
  /** How long was measured: less than planned where it was asked to stop, or had seen enough. */
  readonly seconds: number;
}
