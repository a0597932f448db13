import type { Measured, StreamTask } from '../plan.js';
import { SampleColumns } from '../sample-columns.js';
import { type PointerColumns, stillLimitNs, UpdateKind } from './samples.js';
import { type PointerResult, pointerStatistic } from './statistic.js';

const LOOK_MS = 0.25;
const MOST_LOOKS = 2_000_000;
const BLOCK_PERIODS = 8;
/** One block in this many makes no queries. */
const QUIET_EVERY = 4;
/** Measured: QEMU's USB card, reopened at once, does not move its pointer for up to 2 s. */
const PATIENCE_NS = 3e9;
/** Fraction of the golden ratio: reads at such intervals never fall into step with the hardware. */
const GOLDEN = 0.618033988749895;

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
  const lookMs = Math.max(LOOK_MS, durationNs / 1e6 / MOST_LOOKS);
  const periodsNs = (BLOCK_PERIODS * params.periodSize * 1e9) / params.rateHz;
  const blockNs = Math.max(1e6, Math.min(periodsNs, durationNs / 8));
  const stillNs = Math.max(PATIENCE_NS, stillLimitNs(params));
  let looks = 0;
  const pause = () => time.sleepMs(lookMs * (0.5 + ((looks++ * GOLDEN) % 1)));

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
  while (nowNs - beganNs < durationNs && !progress.stopRequested && nowNs - movedNs < stillNs) {
    pause();
    const asks = Math.floor((nowNs - beganNs) / blockNs) % QUIET_EVERY !== 0;
    let moved = stream.read();
    nowNs = time.nowNs();
    if (moved) {
      rows.add(
        stream.position,
        stream.stampNs,
        nowNs,
        asks ? UpdateKind.BETWEEN : UpdateKind.ALONE,
      );
      movedNs = nowNs;
    }
    if (asks) {
      queries++;
      moved = stream.query();
      nowNs = time.nowNs();
      if (moved) {
        rows.add(stream.position, stream.stampNs, nowNs, UpdateKind.ASKED);
        movedNs = nowNs;
      }
    }
    stream.follow();
    progress.done = (nowNs - beganNs) / durationNs;
  }
  const raw = rows.columns();
  const result = pointerStatistic(raw, { params, queries, lookNs: lookMs * 1e6, endNs: nowNs });
  return { result, raw, seconds: (nowNs - beganNs) / 1e9 };
}
