import type { PcmParams, PcmRequest } from '../device/params.js';
import type { PcmIdentity } from '../device/pcm-device.js';
import type { Grant } from '../runtime/grant.js';
import type { PrivilegeRequest } from '../runtime/thread-privileges.js';
import type { AccessPaths, FailedMessage } from '../stream/stream-message.js';
import type { ExperimentName, ExperimentResults } from './experiments.js';
import type { Measured, MeasurePlan, MeasureSettings } from './plan.js';

/** Job of a measurement's thread: plain data. */
export interface MeasureJob {
  readonly experiment: ExperimentName;
  readonly device: string;
  readonly request: PcmRequest;
  readonly plan: MeasurePlan;
  readonly settings: MeasureSettings;
  /** Forces SYNC_PTR although the pages can be mapped. */
  readonly syncPtr: boolean;
  readonly privileges: PrivilegeRequest;
  /** See `MeasureProgress`. */
  readonly progress: SharedArrayBuffer;
}

export interface MeasureOpened {
  readonly kind: 'opened';
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly paths: AccessPaths;
  readonly grants: readonly Grant[];
  /** Thread that serves the stream. */
  readonly tid: number;
}

export interface MeasureEnded<Name extends ExperimentName = ExperimentName> {
  readonly kind: 'ended';
  readonly measured: Measured<ExperimentResults[Name]>;
}

/** Messages of the thread, in order: `opened`, then `ended` or `failed`. */
export type MeasureMessage = MeasureOpened | MeasureEnded | FailedMessage;
