import type { PcmRequest } from '../device/params.js';
import { startThread } from '../device/start-thread.js';
import type { PrivilegeRequest } from '../runtime/thread-privileges.js';
import { LossLog } from './loss-log.js';
import { StreamCounters } from './stream-counters.js';
import type { XrunPolicy } from './stream-options.js';
import { type OpenedDevice, watchThread } from './thread-messages.js';

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
}

interface SineJob extends CommonJob {
  readonly kind: 'play-sine';
  readonly freqHz: number;
  readonly levelDbfs: number;
}

/** Plays what another thread writes to the FIFO until it closes it, or records into the FIFO. */
interface FifoJob extends CommonJob {
  readonly kind: 'play' | 'record';
  /** Capacity of the FIFO. */
  readonly fifoSeconds: number;
}

/** Job of a stream's thread, as plain data that can be posted to it. */
export type StreamJob = SineJob | FifoJob;

/** Memory that a stream's thread shares with the thread that started it. */
export interface StreamMemory {
  /** Memory of the `StreamCounters`. */
  readonly counters: SharedArrayBuffer;
  /** Memory of the `LossLog`. */
  readonly losses: SharedArrayBuffer;
}

/** The device of a stream's thread, and the memory that carries its frames and losses. */
export interface OpenedStream extends OpenedDevice, Pick<StreamMemory, 'losses'> {
  /** Memory of the `FrameFifo`, in the ring's format; undefined if the job has none. */
  readonly fifo: SharedArrayBuffer | undefined;
}

/**
 * A stream in a thread of its own. `opened` and `ended` both reject with `AlsaMmapError` if it
 * fails; `ended` also after the device was opened.
 */
export class StreamThread {
  readonly counters = new StreamCounters();
  readonly losses = new LossLog();
  readonly opened: Promise<OpenedStream>;
  readonly ended: Promise<void>;

  /** @throws FAILED if the thread cannot be started */
  constructor(job: StreamJob) {
    const name = "the stream's thread";
    const memory: StreamMemory = { counters: this.counters.buffer, losses: this.losses.buffer };
    const worker = startThread('stream/worker', name, { ...job, ...memory });
    ({ opened: this.opened, ended: this.ended } = watchThread<OpenedStream, void>(worker, name));
  }

  /** Requests an orderly stop; `ended` resolves when it is complete. */
  stop(): void {
    this.counters.requestStop();
  }
}
