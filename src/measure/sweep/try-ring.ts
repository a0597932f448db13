import type { MmapOptions } from '../../core/mmap-io.js';
import { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import type { MeasureTime } from '../measure-time.js';
import { PeriodClient } from '../period-client.js';
import { stillLimitNs } from '../pointer/samples.js';
import { summary } from '../statistic/percentiles.js';
import { outcomeOf, type SweepPoint, type SweepRun } from './points.js';

/** Same limit as for the pointer: a card that is reopened at once can stay still for a while. */
const PATIENCE_NS = 3e9;
/** Max number of wake-ups stored for one ring: ten minutes of the smallest. */
const MAX_STORED = 1 << 20;

export interface RingTrial {
  readonly point: SweepPoint;
  readonly seconds: number;
  readonly time: MeasureTime;
  readonly mmap: MmapOptions;
  /** Called in each cycle. */
  readonly stopRequested: () => boolean;
  /** Called in each cycle: progress from 0 to 1, due time of the period, latency, headroom. */
  readonly onCycle: (share: number, dueNs: number, lateNs: number, leftFrames: number) => void;
}

/** Runs a client on a ring for a time from its first cycle; or until it is asked to stop. */
export function tryRing(device: PcmDevice, trial: RingTrial): SweepRun {
  const { point, time, mmap, seconds, stopRequested, onCycle } = trial;
  const client = new PeriodClient(device, time, mmap);
  const stillNs = Math.max(PATIENCE_NS, stillLimitNs(device.params));
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
    while (ending === undefined && (cycles === 0 || nowNs - beganNs < seconds * 1e9)) {
      if (stopRequested()) break;
      const what = client.next();
      nowNs = client.cycle.wokenNs;
      if (what === 'nothing' && nowNs - movedNs > stillNs) ending = stuck(nowNs - movedNs);
      if (what === 'nothing') continue;
      movedNs = nowNs;
      if (what === 'restarted') continue;
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
  const code = error instanceof AlsaMmapError ? error.code : undefined;
  if (code === 'XRUN') return { outcome: 'xrun', reason: 'it stopped right after each start' };
  if (code !== 'RANGE') throw error;
  return { outcome: 'faulty', reason: (error as AlsaMmapError).message };
}

function stuck(stillNs: number): Pick<SweepRun, 'outcome' | 'reason'> {
  return { outcome: 'faulty', reason: `hw_ptr stood for ${(stillNs / 1e9).toFixed(1)} s` };
}
