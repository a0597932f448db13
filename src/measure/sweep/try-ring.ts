import { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PeriodClient } from '../period-client.js';
import type { MeasureTask } from '../plan.js';
import { reopenedLimitNs } from '../pointer/samples.js';
import { summary } from '../statistic/percentiles.js';
import { outcomeOf, type SweepPoint, type SweepRun } from './points.js';

/** Max number of wake-ups stored for one ring: ten minutes of the smallest. */
const MAX_STORED = 1 << 20;

/** Called in each cycle: progress from 0 to 1, due time of the period, latency, headroom. */
export type OnCycle = (
  share: number,
  dueNs: number,
  lateNs: number,
  headroomFrames: number,
) => void;

/** Runs a client on a ring for a time from its first cycle, or until a stop is requested. */
export function tryRing(
  device: PcmDevice,
  point: SweepPoint,
  seconds: number,
  { time, mmap, progress }: MeasureTask,
  onCycle: OnCycle,
): SweepRun {
  const onXrun = (ns: number, ringNs: number) => progress.reportXrun(ns, ringNs);
  const client = new PeriodClient(device, time, { ...mmap, onXrun });
  const stillNs = reopenedLimitNs(device.params);
  const late: number[] = [];
  let minHeadroomFrames: number | undefined;
  let cycles = 0;
  let ending: Pick<SweepRun, 'outcome' | 'reason'> | undefined;
  const startNs = time.nowNs();
  let beganNs = startNs;
  let movedNs = startNs;
  let nowNs = startNs;
  try {
    client.start();
    while (cycles === 0 || nowNs - beganNs < seconds * 1e9) {
      if (progress.stopRequested) break;
      const outcome = client.next();
      nowNs = client.cycle.wokenNs;
      if (outcome === 'nothing') {
        if (nowNs - movedNs <= stillNs) continue;
        const stalledSeconds = ((nowNs - movedNs) / 1e9).toFixed(1);
        ending = { outcome: 'faulty', reason: `hw_ptr stalled for ${stalledSeconds} s` };
        break;
      }
      movedNs = nowNs;
      if (outcome === 'restarted') continue;
      if (cycles++ === 0) beganNs = nowNs;
      const { dueNs, headroomFrames } = client.cycle;
      minHeadroomFrames = Math.min(minHeadroomFrames ?? headroomFrames, headroomFrames);
      const lateNs = nowNs - dueNs;
      if (Number.isFinite(lateNs) && late.length < MAX_STORED) late.push(lateNs);
      onCycle((nowNs - beganNs) / (seconds * 1e9), dueNs, lateNs, headroomFrames);
    }
  } catch (error) {
    ending = endingOf(error);
  } finally {
    client.close();
  }
  const { xruns } = client;
  return {
    ...point,
    outcome: outcomeOf(point, xruns, minHeadroomFrames),
    reason: '',
    ...ending,
    seconds: (nowNs - beganNs) / 1e9,
    cycles,
    xruns,
    lateNs: summary(late),
    minHeadroomFrames,
  };
}

/** Errors that end one ring, but not the sweep. */
function endingOf(error: unknown): Pick<SweepRun, 'outcome' | 'reason'> {
  if (!(error instanceof AlsaMmapError)) throw error;
  const { code, message } = error;
  if (code === 'XRUN') return { outcome: 'xrun', reason: 'it stopped right after each start' };
  if (code === 'RANGE') return { outcome: 'faulty', reason: message };
  throw error;
}
