import { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { isDisconnected } from '../errors.js';
import type { MeasureTask } from '../plan.js';
import type { SampleColumns } from '../sample-columns.js';
import {
  pointText,
  ringFrames,
  type SweepPoint,
  type SweepRun,
  substitutedParams,
} from './points.js';
import { type OnCycle, tryRing } from './try-ring.js';

interface Trials {
  readonly rows: SampleColumns<'run' | 'dueNs' | 'lateNs' | 'headroomFrames'>;
  readonly pointSeconds: number;
  /** Duration of the whole, as a multiple of `pointSeconds`. */
  readonly shares: number;
}

/**
 * Runs one ring after the other, each with its own opening of the device, and reports the progress.
 */
export class RingTrials {
  /** Seconds measured so far. */
  seconds = 0;
  /** Ring on which the device was disconnected; undefined if it was not. */
  gone: string | undefined;
  readonly #task: MeasureTask;
  readonly #trials: Trials;
  #made = 0;
  #sharesDone = 0;

  constructor(task: MeasureTask, trials: Trials) {
    this.#task = task;
    this.#trials = trials;
  }

  /** Warms the program up on a ring, so that no measured code runs for the first time. */
  async rehearse(point: SweepPoint, seconds: number): Promise<void> {
    const device = await this.#open(point);
    if ('reason' in device) return;
    this.#task.progress.step = `warm-up, ${pointText(point)}`;
    this.#try(device, point, seconds, () => {});
  }

  /**
   * @returns undefined if it was stopped, or the device was disconnected, before the run was
   * complete
   */
  async run(point: SweepPoint, times = 1): Promise<SweepRun | undefined> {
    const { progress } = this.#task;
    const { rows, pointSeconds, shares } = this.#trials;
    if (progress.stopRequested || this.gone !== undefined) return undefined;
    progress.step = pointText(point);
    const index = this.#made++;
    try {
      const device = await this.#open(point);
      const onCycle: OnCycle = (share, ...cycle) => {
        rows.add(index, ...cycle);
        progress.done = (this.#sharesDone + times * share) / shares;
      };
      const run =
        'reason' in device
          ? skipped(point, device.reason)
          : this.#try(device, point, pointSeconds * times, onCycle);
      this.seconds += run.seconds;
      this.#sharesDone += times;
      progress.done = this.#sharesDone / shares;
      return progress.stopRequested ? undefined : run;
    } catch (error) {
      if (!(error instanceof AlsaMmapError) || !isDisconnected(error)) throw error;
      this.gone = pointText(point);
      return undefined;
    }
  }

  async #open(point: SweepPoint): Promise<PcmDevice | { readonly reason: string }> {
    const { rateHz, periodSize } = point;
    const sizes = { periodSize: { frames: periodSize }, bufferSize: { frames: ringFrames(point) } };
    try {
      const device = await this.#task.open({ rateHz, ...sizes });
      const reason = substitutedParams(point, device.params);
      if (reason === undefined) return device;
      device.close();
      return { reason };
    } catch (error) {
      if (!(error instanceof AlsaMmapError) || error.code !== 'UNSUPPORTED') throw error;
      return { reason: error.message };
    }
  }

  #try(device: PcmDevice, point: SweepPoint, seconds: number, onCycle: OnCycle): SweepRun {
    try {
      return tryRing(device, point, seconds, this.#task, onCycle);
    } finally {
      device.close();
    }
  }
}

function skipped(point: SweepPoint, reason: string): SweepRun {
  return {
    ...point,
    outcome: 'skipped',
    reason,
    seconds: 0,
    cycles: 0,
    xruns: 0,
    lateNs: undefined,
    minHeadroomFrames: undefined,
  };
}
