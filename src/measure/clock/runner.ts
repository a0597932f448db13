import type { PcmRequest } from '../../device/params.js';
import { closing } from '../closing.js';
import { FreeStream } from '../free-stream.js';
import { onFreeStream } from '../on-free-stream.js';
import type { Measured, MeasureTask, StreamTask } from '../plan.js';
import { ClockSide } from './clock-side.js';
import { type ClockResult, clockDifference, clockStatistic } from './statistic.js';

const REQUEST = {
  tstampType: 'MONOTONIC_RAW',
  stopThreshold: 'never',
} satisfies Partial<PcmRequest>;

/** Measures the clock of a stream and, if requested, of the other direction at the same time. */
export function runClocks(task: MeasureTask): Promise<Measured<ClockResult>> {
  if (task.settings.againstOther !== true)
    return onFreeStream((each) => runClock(each), REQUEST)(task);
  return closing(async (keep) => {
    const first = keep(await task.open(REQUEST));
    const { rateHz } = first.params;
    const direction = first.params.direction === 'playback' ? 'capture' : 'playback';
    const second = keep(await task.open({ ...REQUEST, direction, rateHz }));
    const stream = keep(new FreeStream(first, task.mmap));
    const other = keep(new FreeStream(second, task.mmap));
    return runClock({ ...task, stream }, other);
  });
}

/**
 * Records hw_ptr and timestamp at every update by the interrupts: rows of `frame` (since the start)
 * and `stampNs`; of the other stream, if there is one, `otherFrame` and `otherStampNs`.
 * @throws FAILED if a pointer has stalled, the driver gives no timestamps, or there were too few
 * updates
 */
export function runClock(
  { stream, plan, progress, time }: StreamTask,
  otherStream?: FreeStream,
): Measured<ClockResult> {
  const side = new ClockSide(stream);
  const other = otherStream && new ClockSide(otherStream);
  const durationNs = plan.durationSeconds * 1e9;
  const startNs = time.nowNs();
  other?.start(startNs);
  side.start(startNs);
  let beganNs = startNs;
  let nowNs = startNs;
  let warm = false;
  while ((!warm || nowNs - beganNs < durationNs) && !progress.stopRequested) {
    side.wait();
    nowNs = time.nowNs();
    const moved = side.read(nowNs, warm || nowNs - startNs >= plan.warmupSeconds * 1e9);
    other?.read(nowNs, warm);
    if (!moved) continue;
    if (!warm && nowNs - startNs >= plan.warmupSeconds * 1e9) {
      warm = true;
      beganNs = nowNs;
    }
    if (warm) progress.done = (nowNs - beganNs) / durationNs;
  }
  const samples = side.samples();
  const result = clockStatistic(samples, side.params);
  const seconds = (nowNs - beganNs) / 1e9;
  if (other === undefined) return { result, raw: samples, seconds };
  const otherSamples = other.samples();
  const otherClock = clockStatistic(otherSamples, other.params);
  return {
    result: { ...result, other: clockDifference(result, otherClock, other.params.direction) },
    raw: { ...samples, otherFrame: otherSamples.frame, otherStampNs: otherSamples.stampNs },
    seconds,
  };
}
