import { startThread } from '../device/start-thread.js';
import type { PlayJob, PlaySineJob, RecordJob } from './job.js';
import { LossLog } from './loss-log.js';
import { StreamCounters } from './stream-counters.js';
import type { StreamMessage } from './stream-message.js';
import { watchThread } from './watch-thread.js';

/** A job without its shared memory, which `StreamThread` allocates. */
export type JobRequest =
  | Omit<PlaySineJob, SharedFields>
  | Omit<PlayJob, SharedFields>
  | Omit<RecordJob, SharedFields>;
type SharedFields = 'counters' | 'losses';

export type OpenedMessage = Extract<StreamMessage, { kind: 'opened' }>;
type EndedMessage = Extract<StreamMessage, { kind: 'ended' }>;

/**
 * A stream in a thread of its own. `opened` and `ended` both reject with `AlsaMmapError` if it
 * fails; `ended` also after the device was opened.
 */
export class StreamThread {
  readonly counters = new StreamCounters();
  readonly losses = new LossLog();
  readonly opened: Promise<OpenedMessage>;
  readonly ended: Promise<void>;

  /** @throws FAILED if the thread cannot be started */
  constructor(job: JobRequest) {
    const name = "the stream's thread";
    const memory = { counters: this.counters.buffer, losses: this.losses.buffer };
    const worker = startThread('stream/worker', name, { ...job, ...memory });
    const { opened, ended } = watchThread<OpenedMessage, EndedMessage>(worker, name);
    this.opened = opened;
    this.ended = ended.then(() => {});
    this.ended.catch(() => {});
  }

  /** Requests an orderly stop; `ended` resolves when it is complete. */
  stop(): void {
    this.counters.requestStop();
  }
}
