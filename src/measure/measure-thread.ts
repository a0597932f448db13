import type { PcmRequest } from '../device/params.js';
import { startThread } from '../device/start-thread.js';
import type { PrivilegeRequest } from '../runtime/thread-privileges.js';
import { type OpenedDevice, watchThread } from '../stream/thread-messages.js';
import type { ExperimentName, ExperimentResults } from './experiments.js';
import type { Measured, MeasurePlan, MeasureSettings } from './plan.js';
import { MeasureProgress } from './progress.js';

/** Job of a measurement's thread, as plain data that can be posted to it. */
export interface MeasureJob<Name extends ExperimentName = ExperimentName> {
  readonly experiment: Name;
  readonly device: string;
  readonly request: PcmRequest;
  readonly plan: MeasurePlan;
  readonly settings: MeasureSettings;
  /** Forces SYNC_PTR although the pages can be mapped. */
  readonly syncPtr: boolean;
  readonly privileges: PrivilegeRequest;
}

/** Memory that a measurement's thread shares with the thread that started it. */
export interface MeasureMemory {
  /** See `MeasureProgress`. */
  readonly progress: SharedArrayBuffer;
}

/**
 * A measurement in its own thread. Both promises reject with `AlsaMmapError` if it fails; `ended`
 * can reject after `opened` was resolved.
 */
export class MeasureThread<Name extends ExperimentName> {
  readonly progress = new MeasureProgress();
  readonly opened: Promise<OpenedDevice>;
  readonly ended: Promise<Measured<ExperimentResults[Name]>>;

  /** @throws FAILED if the thread cannot be started */
  constructor(job: MeasureJob<Name>) {
    const name = "the measurement's thread";
    const memory: MeasureMemory = { progress: this.progress.buffer };
    const worker = startThread('measure/worker', name, { ...job, ...memory });
    const { opened, ended } = watchThread<OpenedDevice, Measured<ExperimentResults[Name]>>(
      worker,
      name,
    );
    this.opened = opened;
    this.ended = ended;
  }

  /** Requests an early end; `ended` resolves with the results so far. */
  stop(): void {
    this.progress.requestStop();
  }
}
