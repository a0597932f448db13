import { onLoop } from '../latency/on-loop.js';
import { irregularMs } from '../measure-time.js';
import { onFreeStream } from '../on-free-stream.js';
import type { Measured, MeasureTask, StreamTask } from '../plan.js';
import { SampleColumns } from '../sample-columns.js';
import { runWindow } from '../window/runner.js';
import { type PointerColumns, reopenedLimitNs, UpdateKind } from './samples.js';
import { type PointerResult, pointerStatistic } from './statistic.js';

const MIN_INTERVAL_MS = 0.25;
const MAX_READS = 2_000_000;
const BLOCK_PERIODS = 8;
/** One block in this many makes no queries. */
const QUIET_EVERY = 4;

/**
 * Measures how hw_ptr moves; then, if another device captures what this one plays, the frames that
 * the hardware has fetched ahead of it and not stored yet behind it.
 */
export async function runPointerOnLoop(task: MeasureTask): Promise<Measured<PointerResult>> {
  const measured = await onFreeStream(runPointer)(task);
  if (task.settings.otherDevice === undefined || task.progress.stopRequested) return measured;
  return onLoop(task, async (loop) => {
    const window = await runWindow(loop, task);
    return { ...measured, result: { ...measured.result, window } };
  });
}

/**
 * Records how hw_ptr moves. For eight periods it only reads, which shows the updates at interrupts;
 * for three times as long it also queries the hardware (HWSYNC), about every 0.25 ms; then it
 * repeats. Each movement is a row: `frame` (since the start), `stampNs`, `seenNs` and `kind`
 * (`UpdateKind`); the first row is the start. It ends early if the pointer stalls.
 */
export function runPointer({
  stream,
  plan,
  progress,
  time,
}: StreamTask): Measured<PointerResult, PointerColumns> {
  const { params } = stream.device;
  const rows = new SampleColumns('frame', 'stampNs', 'seenNs', 'kind');
  const durationNs = plan.durationSeconds * 1e9;
  const intervalMs = Math.max(MIN_INTERVAL_MS, durationNs / 1e6 / MAX_READS);
  const periodsNs = (BLOCK_PERIODS * params.periodSize * 1e9) / params.rateHz;
  const blockNs = Math.max(1e6, Math.min(periodsNs, durationNs / 8));
  const stillNs = reopenedLimitNs(params);
  let reads = 0;
  const pause = () => time.sleepMs(irregularMs(intervalMs, reads++));

  stream.start();
  const warmNs = time.nowNs() + plan.warmupSeconds * 1e9;
  while (time.nowNs() < warmNs && !progress.stopRequested) {
    pause();
    stream.read();
    stream.follow();
  }
  const beganNs = time.nowNs();
  rows.add(stream.position, stream.stampNs, beganNs, UpdateKind.START);
  let nowNs = beganNs;
  let movedNs = beganNs;
  let queries = 0;
  const record = (moved: boolean, kind: number) => {
    nowNs = time.nowNs();
    if (!moved) return;
    movedNs = nowNs;
    rows.add(stream.position, stream.stampNs, nowNs, kind);
  };
  while (nowNs - beganNs < durationNs && !progress.stopRequested && nowNs - movedNs < stillNs) {
    pause();
    const queried = Math.floor((nowNs - beganNs) / blockNs) % QUIET_EVERY !== 0;
    record(stream.read(), queried ? UpdateKind.BETWEEN : UpdateKind.ALONE);
    if (queried) {
      queries++;
      record(stream.query(), UpdateKind.ASKED);
    }
    stream.follow();
    progress.done = (nowNs - beganNs) / durationNs;
  }
  const raw = rows.columns();
  const result = pointerStatistic(raw, { params, queries, lookNs: intervalMs * 1e6, endNs: nowNs });
  return { result, raw, seconds: (nowNs - beganNs) / 1e9 };
}
