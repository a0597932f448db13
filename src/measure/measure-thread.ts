import { startThread } from '../device/start-thread.js';
import { watchThread } from '../stream/watch-thread.js';
import type { ExperimentName } from './experiments.js';
import type { MeasureEnded, MeasureJob, MeasureOpened } from './job.js';
import { MeasureProgress } from './progress.js';

/** Job of a measurement without the memory that the thread shares. */
export type MeasureRequest<Name extends ExperimentName> = Omit<MeasureJob, 'progress'> & {
  readonly experiment: Name;
};

/**
 * A measurement in its own thread. Both promises reject with `AlsaMmapError` if it fails; `ended`
 * can reject after `opened` was resolved.
 */
export class MeasureThread<Name extends ExperimentName> {
  readonly progress = new MeasureProgress();
  readonly opened: Promise<MeasureOpened>;
  readonly ended: Promise<MeasureEnded<Name>>;

  /** @throws FAILED if the thread cannot be started */
  constructor(request: MeasureRequest<Name>) {
    const job: MeasureJob = { ...request, progress: this.progress.buffer };
    const name = "the measurement's thread";
    const worker = startThread('measure/worker', name, job);
    const { opened, ended } = watchThread<MeasureOpened, MeasureEnded<Name>>(worker, name);
    this.opened = opened;
    this.ended = ended;
  }

  /** Requests an early end; `ended` resolves with the results so far. */
  stop(): void {
    this.progress.requestStop();
  }
}
