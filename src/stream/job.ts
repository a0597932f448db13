import type { PcmRequest } from '../device/params.js';
import type { PrivilegeRequest } from '../runtime/thread-privileges.js';
import type { XrunPolicy } from './stream-options.js';

/** Job of a stream's thread, as plain data that can be posted to it. */
export type StreamJob = PlaySineJob | PlayJob | RecordJob;

/** Fields of every job. */
export interface CommonJob {
  readonly device: string;
  readonly request: PcmRequest;
  /** Stream time after which it ends; Infinity for no limit. */
  readonly durationSeconds: number;
  /** Access the pointers by SYNC_PTR even if the pages can be mapped. */
  readonly syncPtr: boolean;
  /** Privileges that the thread requests; none by default. */
  readonly privileges?: PrivilegeRequest | undefined;
  readonly onXrun: XrunPolicy;
  /** Memory of the `StreamCounters`. */
  readonly counters: SharedArrayBuffer;
  /** Memory of the `LossLog`. */
  readonly losses: SharedArrayBuffer;
}

export interface PlaySineJob extends CommonJob {
  readonly kind: 'play-sine';
  readonly freqHz: number;
  readonly levelDbfs: number;
}

/** Plays what another thread writes to the FIFO, until that thread closes it. */
export interface PlayJob extends CommonJob {
  readonly kind: 'play';
  /** Capacity of the FIFO. */
  readonly fifoSeconds: number;
}

export interface RecordJob extends CommonJob {
  readonly kind: 'record';
  /** Capacity of the FIFO. */
  readonly fifoSeconds: number;
}
