import type { PcmParams } from '../../device/params.js';
import { onFreeStream } from '../on-free-stream.js';
import type { MeasurePlan, MeasureTask } from '../plan.js';
import { type PointerFaults, pointerFaults } from '../pointer/faults.js';
import { runPointer } from '../pointer/runner.js';
import type { PointerColumns } from '../pointer/samples.js';
import type { PointerResult } from '../pointer/statistic.js';
import type { Deadline } from './deadline.js';
import { timestampsPlausible } from './timestamp-rows.js';

/** Record of a stream that ran for a while: the updates of hw_ptr, and their faults. */
export interface Watched {
  readonly params: PcmParams;
  /** The first row is the start: 0 frames, no timestamp. */
  readonly rows: PointerColumns;
  readonly pointer: PointerResult;
  /** Time of each update: its timestamp if all are plausible, else the time it was seen. */
  readonly timeNs: ArrayLike<number>;
  readonly faults: PointerFaults;
  /** CLOCK_MONOTONIC before START. */
  readonly beforeStartNs: number;
}

/** Share of the planned time of all checks. */
const SHARE = 0.2;

/** Duration of the watched stream, warm-up included. */
export function watchSeconds({ warmupSeconds, durationSeconds }: MeasurePlan): number {
  return warmupSeconds + SHARE * durationSeconds;
}

/**
 * Runs a stream that xruns do not stop, for its share of the planned time. It is read by SYNC_PTR:
 * the kernel stores hw_ptr and timestamp of the page one after the other, so a page can mix two
 * updates.
 */
export async function watch(task: MeasureTask, deadline: Deadline): Promise<Watched> {
  const { warmupSeconds, durationSeconds } = task.plan;
  const plan = { warmupSeconds, durationSeconds: SHARE * durationSeconds };
  const progress = task.progress.detached();
  const run = onFreeStream((streamTask) => {
    const beforeStartNs = task.time.nowNs();
    const { raw: rows, result: pointer, seconds } = runPointer({ ...streamTask, plan, progress });
    deadline.throwIfOver();
    const { params } = streamTask.stream.device;
    const plausible = timestampsPlausible(rows, beforeStartNs);
    const unstamped = { ...rows, stampNs: new Float64Array(rows.frame.length) };
    const setting = { params, queries: 0, lookNs: 0, endNs: rows.seenNs[0]! + seconds * 1e9 };
    const timeNs = plausible ? rows.stampNs : rows.seenNs;
    const faults = pointerFaults(plausible ? rows : unstamped, setting);
    return { result: { params, rows, pointer, timeNs, faults, beforeStartNs }, raw: rows, seconds };
  });
  return (await run({ ...task, mmap: { syncPtr: true } })).result;
}
