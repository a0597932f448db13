import type { PcmRequest } from '../device/params.js';
import type { PrivilegeRequest } from '../runtime/thread-privileges.js';
import type { XrunPolicy } from './xrun-policy.js';

/** What a stream's thread is to do: plain data, so that it can be handed over. */
export type StreamJob = PlaySineJob | PlayJob | RecordJob;

/** What any stream is told. */
export interface CommonJob {
  readonly device: string;
  readonly request: PcmRequest;
  /** Frames after which the stream ends by itself; Infinity for never. */
  readonly durationSeconds: number;
  /** Reach the pointers by SYNC_PTR though the pages could be mapped. */
  readonly syncPtr: boolean;
  /** What the thread asks of the system; nothing where left out. */
  readonly privileges?: PrivilegeRequest | undefined;
  /** Tells V8, for the whole process, to compile the loop while it is rehearsed; false by default. */
  readonly optimizeEarly?: boolean | undefined;
  /** What an xrun does to it; see `OnXrun`. */
  readonly onXrun: XrunPolicy;
  /** Shared with whoever watches; see `StreamCounters`. */
  readonly counters: SharedArrayBuffer;
  /** Where the stream writes down what it lost; see `LossLog`. */
  readonly losses: SharedArrayBuffer;
}

export interface PlaySineJob extends CommonJob {
  readonly kind: 'play-sine';
  readonly freqHz: number;
  readonly levelDbfs: number;
}

export interface PlayJob extends CommonJob {
  readonly kind: 'play';
  /** How much may wait to be played, in seconds; it comes through the FIFO, until that is ended. */
  readonly fifoSeconds: number;
}

export interface RecordJob extends CommonJob {
  readonly kind: 'record';
  /** How much of the stream may wait for the one who reads it, in seconds. */
  readonly fifoSeconds: number;
}
