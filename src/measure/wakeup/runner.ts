import type { PcmDevice } from '../../device/pcm-device.js';
import { PcmState } from '../../device/pcm-state.js';
import { collectGarbage } from '../../runtime/collect-garbage.js';
import { closing } from '../closing.js';
import { failed } from '../errors.js';
import { PeriodClient } from '../period-client.js';
import type { Measured, MeasureTask } from '../plan.js';
import { reopenedLimitNs } from '../pointer/samples.js';
import { SampleColumns } from '../sample-columns.js';
import { type WakeupResult, type WakeupXrun, wakeupStatistic } from './statistic.js';

/**
 * Runs a client that is woken at each period, and records when each part of its cycles ended: a row
 * each, see `WakeupSamples`. An xrun stops it, as it would any client, and it begins again; also
 * those of the warm-up are reported.
 * @throws FAILED if the pointer has stalled, or there was no cycle in the time; as `PeriodClient`
 */
export function runWakeup(task: MeasureTask): Promise<Measured<WakeupResult>> {
  return closing(async (keep) => {
    const device = keep(await task.open());
    const { workNs } = task.settings;
    const onXrun = (ns: number, ringNs: number) => task.progress.reportXrun(ns, ringNs);
    const client = keep(new PeriodClient(device, task.time, { ...task.mmap, workNs, onXrun }));
    return recordCycles(client, device, task);
  });
}

function recordCycles(
  client: PeriodClient,
  device: PcmDevice,
  { plan, progress, time }: MeasureTask,
): Measured<WakeupResult> {
  const { params } = device;
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
  const stillNs = reopenedLimitNs(params);
  let suspends = 0;

  collectGarbage();
  client.start();
  const startNs = time.nowNs();
  let beganNs = startNs;
  let nowNs = startNs;
  let seenNs = startNs;
  let warm = false;
  while ((!warm || nowNs - beganNs < durationNs) && !progress.stopRequested) {
    const outcome = client.next();
    nowNs = time.nowNs();
    if (outcome === 'nothing') {
      if (nowNs - seenNs > stillNs) {
        const ms = Math.round((nowNs - seenNs) / 1e6);
        throw failed(device, `no wake-up for ${ms} ms: hw_ptr has stalled`);
      }
    } else if (warm && outcome === 'served') {
      const { stampNs, dueNs, wokenNs, readyNs, committedNs, passedFrames, headroomFrames } = cycle;
      // A missing due time is 0, like the timestamp: JSON has no NaN.
      const due = stampNs === 0 ? 0 : dueNs;
      rows.add(stampNs, due, wokenNs, readyNs, committedNs, passedFrames, headroomFrames);
    } else if (outcome === 'restarted' && stop.state === PcmState.SUSPENDED) {
      suspends++;
    } else if (outcome === 'restarted') {
      const { atFrame, wokenNs: atNs } = stop;
      xruns.push({ atFrame, atNs, sinceLastWakeupNs: atNs - seenNs });
    }
    if (outcome !== 'nothing') seenNs = nowNs;
    if (!warm && nowNs - startNs >= warmNs) {
      warm = true;
      beganNs = nowNs;
    }
    progress.done = warm ? (nowNs - beganNs) / durationNs : 0;
  }
  if (rows.rows === 0) {
    const hint =
      xruns.length > 0
        ? `${xruns.length} xruns; use a larger period and buffer`
        : 'use a longer --duration or a smaller --period-size';
    throw failed(device, `no period was served in the time: ${hint}`);
  }
  const raw = rows.columns();
  return {
    result: wakeupStatistic(raw, params, {
      xruns: xruns.map((xrun) => ({ ...xrun, atNs: xrun.atNs - beganNs })),
      suspends,
    }),
    raw,
    seconds: (nowNs - beganNs) / 1e9,
  };
}
