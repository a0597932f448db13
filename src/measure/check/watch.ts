import type { PcmParams } from '../../device/params.js';
import { FreeStream } from '../free-stream.js';
import type { MeasurePlan } from '../plan.js';
import { type PointerFaults, pointerFaults } from '../pointer/faults.js';
import { runPointer } from '../pointer/runner.js';
import type { PointerSamples } from '../pointer/samples.js';
import type { PointerResult } from '../pointer/statistic.js';
import type { CheckBench } from './bench.js';
import { stampsHold } from './stamps/row.js';

/** What was seen of a stream that ran for a while: the updates of hw_ptr, and what is wrong with them. */
export interface Watched {
  readonly params: PcmParams;
  /** The first row is the start: 0 frames, and no timestamp. */
  readonly rows: PointerSamples;
  readonly result: PointerResult;
  /** When each update was: by its timestamp where all of these can be believed, else when it was seen. */
  readonly timeNs: ArrayLike<number>;
  readonly faults: PointerFaults;
  /** CLOCK_MONOTONIC before START. */
  readonly beforeStartNs: number;
  readonly raw: Readonly<Record<string, Float64Array>>;
}

/** Of the time that all checks are to take. */
const SHARE = 0.2;

/** How long that lasts, with its warm-up. */
export function watchSeconds({ warmupSeconds, durationSeconds }: MeasurePlan): number {
  return warmupSeconds + SHARE * durationSeconds;
}

/**
 * Lets a stream run for its share of the planned time, and never be stopped. It is looked at by SYNC_PTR,
 * as hw_ptr and timestamp of the page may be of two updates: the kernel stores one after the other.
 */
export async function watch(bench: CheckBench): Promise<Watched> {
  const { task } = bench;
  const device = await task.open({ stopThreshold: 'never' });
  try {
    const stream = new FreeStream(device, { syncPtr: true });
    try {
      const beforeStartNs = task.time.nowNs();
      const { warmupSeconds, durationSeconds } = task.plan;
      const plan = { warmupSeconds, durationSeconds: SHARE * durationSeconds };
      const progress = task.progress.apart();
      const { raw, result, seconds } = runPointer({ ...task, stream, plan, progress });
      bench.goOn();
      const { params } = device;
      const rows = raw as unknown as PointerSamples;
      const holds = stampsHold(rows, beforeStartNs);
      const unstamped = { ...rows, stampNs: new Float64Array(rows.frame.length) };
      const endNs = rows.seenNs[0]! + seconds * 1e9;
      const setting = { params, queries: 0, lookNs: 0, endNs };
      return {
        params,
        rows,
        result,
        timeNs: holds ? rows.stampNs : rows.seenNs,
        faults: pointerFaults(holds ? rows : unstamped, setting),
        beforeStartNs,
        raw,
      };
    } finally {
      stream.close();
    }
  } finally {
    device.close();
  }
}
