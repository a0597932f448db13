import { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PcmState } from '../../device/pcm-state.js';
import { collectGarbage } from '../../runtime/collect-garbage.js';
import { PeriodClient } from '../period-client.js';
import type { Measured, MeasureTask } from '../plan.js';
import { stillLimitNs } from '../pointer/samples.js';
import { SampleColumns } from '../sample-columns.js';
import { type WakeupResult, type WakeupXrun, wakeupStatistic } from './statistic.js';

/** Same limit as for the pointer: a card that is reopened at once can stay still for a while. */
const PATIENCE_NS = 3e9;

/**
 * Runs a client that is woken at each period, and records when each part of its cycles ended: a row
 * each, see `WakeupSamples`. An xrun stops it, as it would any client, and it begins again.
 * @throws FAILED if the pointer has stalled, or there was no cycle in the time; as `PeriodClient`
 */
export async function runWakeup(task: MeasureTask): Promise<Measured<WakeupResult>> {
  const device = await task.open();
  try {
    const { workNs } = task.settings;
    const client = new PeriodClient(device, task.time, { ...task.mmap, workNs });
    try {
      return watched(client, device, task);
    } finally {
      client.close();
    }
  } finally {
    device.close();
  }
}

function watched(
  client: PeriodClient,
  { params, identity }: PcmDevice,
  { plan, progress, time }: MeasureTask,
): Measured<WakeupResult> {
  const rows = new SampleColumns(
    'stampNs',
    'dueNs',
    'wokenNs',
    'readyNs',
    'committedNs',
    'passedFrames',
    'headroomFrames',
  );
  const xruns: WakeupXrun[] = [];
  const { cycle, stop } = client;
  const warmNs = plan.warmupSeconds * 1e9;
  const durationNs = plan.durationSeconds * 1e9;
  const stillNs = Math.max(PATIENCE_NS, stillLimitNs(params));
  let suspends = 0;

  collectGarbage();
  client.start();
  const startNs = time.nowNs();
  let beganNs = startNs;
  let nowNs = startNs;
  let seenNs = startNs;
  let warm = false;
  while ((!warm || nowNs - beganNs < durationNs) && !progress.stopRequested) {
    const what = client.next();
    nowNs = time.nowNs();
    if (what === 'nothing') {
      if (nowNs - seenNs > stillNs) throw stuck(identity.name, nowNs - seenNs);
    } else if (warm && what === 'turn') {
      const { stampNs, dueNs, wokenNs, readyNs, committedNs, passedFrames, headroomFrames } = cycle;
      // A missing due time is 0, like the timestamp: JSON has no NaN.
      const due = stampNs === 0 ? 0 : dueNs;
      rows.add(stampNs, due, wokenNs, readyNs, committedNs, passedFrames, headroomFrames);
    } else if (warm && stop.state === PcmState.SUSPENDED) {
      suspends++;
    } else if (warm) {
      const atNs = stop.wokenNs - beganNs;
      xruns.push({ atFrame: stop.atFrame, atNs, sinceLastWakeupNs: stop.wokenNs - seenNs });
    }
    if (what !== 'nothing') seenNs = nowNs;
    if (!warm && nowNs - startNs >= warmNs) {
      warm = true;
      beganNs = nowNs;
    }
    progress.done = warm ? (nowNs - beganNs) / durationNs : 0;
  }
  if (rows.rows === 0) throw nothing(identity.name, xruns.length);
  const raw = rows.columns();
  return {
    result: wakeupStatistic(raw, params, { xruns, suspends }),
    raw,
    seconds: (nowNs - beganNs) / 1e9,
  };
}

function stuck(device: string, stillNs: number): AlsaMmapError {
  const ms = Math.round(stillNs / 1e6);
  return new AlsaMmapError('FAILED', `${device}: no wake-up for ${ms} ms: hw_ptr has stalled`, {
    device,
  });
}

function nothing(device: string, xruns: number): AlsaMmapError {
  const why =
    xruns > 0
      ? `${xruns} xruns; use a larger period and buffer`
      : 'use a longer --duration or a smaller --period-size';
  return new AlsaMmapError('FAILED', `${device}: no period was served in the time: ${why}`, {
    device,
  });
}
