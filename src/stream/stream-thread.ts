import { Worker } from 'node:worker_threads';
import { AlsaMmapError } from '../device/errors.js';
import { workerFile } from '../device/worker-file.js';
import type { PlayJob, PlaySineJob, RecordJob } from './job.js';
import { LossLog } from './loss-log.js';
import { StreamCounters } from './stream-counters.js';
import { errorOf, type StreamMessage } from './stream-message.js';

/** A job as its caller states it: what both sides share is the thread's own affair. */
export type JobRequest =
  | Omit<PlaySineJob, Shared>
  | Omit<PlayJob, Shared>
  | Omit<RecordJob, Shared>;
type Shared = 'counters' | 'losses';

export type Opened = Extract<StreamMessage, { kind: 'opened' }>;

/**
 * A stream in a thread of its own. `opened` and `ended` are promises; both reject with
 * `AlsaMmapError` where it fails, `ended` also after it was open.
 */
export class StreamThread {
  readonly counters = new StreamCounters();
  readonly losses = new LossLog();
  readonly opened: Promise<Opened>;
  readonly ended: Promise<void>;

  constructor(job: JobRequest) {
    const worker = new Worker(workerFile('stream/worker'), {
      workerData: { ...job, counters: this.counters.buffer, losses: this.losses.buffer },
    });
    const opened = new Promise<Opened>((resolve) => {
      worker.on('message', (message: StreamMessage) => {
        if (message.kind === 'opened') resolve(message);
      });
    });
    this.ended = new Promise((resolve, reject) => {
      worker.on('message', (message: StreamMessage) => {
        if (message.kind === 'ended') resolve();
        if (message.kind === 'failed') reject(errorOf(message));
      });
      worker.on('error', (cause) =>
        reject(
          new AlsaMmapError('FAILED', `the stream's thread failed: ${cause.message}`, { cause }),
        ),
      );
      worker.on('exit', () =>
        reject(new AlsaMmapError('FAILED', "the stream's thread ended early")),
      );
    });
    this.opened = Promise.race([opened, this.ended.then(() => opened)]);
    // Whoever awaits only one of the two must not be ended by the other's rejection.
    this.opened.catch(() => {});
    this.ended.catch(() => {});
  }

  /** Asks the stream to end in order; `ended` tells when it has. */
  stop(): void {
    this.counters.askToStop();
  }
}
