import { Worker } from 'node:worker_threads';
import { workerUrl } from '../device/worker-url.js';
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

  constructor(request: MeasureRequest<Name>) {
    const job: MeasureJob = { ...request, progress: this.progress.buffer };
    const worker = new Worker(workerUrl('measure/worker'), { workerData: job });
    const { opened, ended } = watchThread<MeasureOpened, MeasureEnded<Name>>(
      worker,
      "the measurement's thread",
    );
    this.opened = opened;
    this.ended = ended;
  }

  /** Requests an early end; `ended` resolves with the results so far. */
  stop(): void {
    this.progress.requestStop();
  }
}
