import { EventEmitter } from 'node:events';
import { AlsaMmapError } from '../device/errors.js';
import { bytesPerFrame, type PcmParams } from '../device/params.js';
import type { PcmIdentity } from '../device/pcm-device.js';
import type { Grant } from '../runtime/grant.js';
import { FrameFifo } from './frame-fifo.js';
import type { LossEvent } from './loss.js';
import { LossReader } from './loss-log.js';
import type { StreamCounters } from './stream-counters.js';
import type { AccessPaths } from './stream-message.js';
import type { OpenedMessage, StreamThread } from './stream-thread.js';

/** What a stream tells of, each with what was lost. */
export interface StreamEvents {
  /** It ran over or under. */
  readonly xrun: [loss: LossEvent];
  /** The machine slept. */
  readonly suspend: [loss: LossEvent];
  /** Capture: the program read so slowly that frames found no room. */
  readonly gap: [loss: LossEvent];
}

const EVENT_NAMES = { xrun: 'xrun', suspend: 'suspend', fifo: 'gap' } as const;

/** How long a wait lasts at most, should nobody wake it. */
const MAX_WAIT_MS = 100;

/** What a program's playback and capture have in common: a thread with the loop, and its end. */
export abstract class DeviceStream extends EventEmitter<StreamEvents> implements AsyncDisposable {
  /** What was negotiated. */
  readonly params: PcmParams;
  readonly identity: PcmIdentity;
  /** How the pointers are reached. */
  readonly paths: AccessPaths;
  /** One for each privilege that was asked for. */
  readonly grants: readonly Grant[];
  /** What the stream's thread tells of itself, at any moment. */
  readonly counters: Pick<StreamCounters, 'get'>;
  /** When the stream is over: rejects with `AlsaMmapError` where it failed. */
  readonly ended: Promise<void>;
  /** When the thread is; never rejects. */
  protected readonly threadEnded: Promise<void>;
  /** The callback form's loop; never rejects. */
  protected callbackLoop: Promise<void> | undefined;
  protected readonly fifo: FrameFifo;
  protected readonly losses: LossReader;
  readonly #thread: StreamThread;
  readonly #signal: AbortSignal | undefined;
  #hasEnded = false;
  #isClosed = false;
  #failure: unknown;

  constructor(thread: StreamThread, opened: OpenedMessage, signal: AbortSignal | undefined) {
    super();
    this.params = opened.params;
    this.identity = opened.identity;
    this.paths = opened.paths;
    this.grants = opened.grants;
    this.counters = thread.counters;
    this.fifo = new FrameFifo(opened.fifo!, bytesPerFrame(opened.params));
    this.losses = new LossReader(opened.losses);
    this.#thread = thread;
    this.#signal = signal;
    const abort = () => this.stop();
    signal?.addEventListener('abort', abort, { once: true });
    this.threadEnded = thread.ended
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .then(() => {
        signal?.removeEventListener('abort', abort);
        this.#hasEnded = true;
        this.fifo.wakeWaiters();
      });
    this.ended = this.#waitForEnd();
    // Whoever reads, writes or drains is told of a failure, too.
    this.ended.catch(() => {});
  }

  /** Ends the stream: resolves when the device is closed. May be called twice; never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.stop();
    await this.threadEnded;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** It was closed by the program. */
  protected get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The thread has ended. */
  protected get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Ends it, for a failure of the program's own: `ended` rejects with it. */
  protected fail(error: unknown): void {
    if (!this.#signal?.aborted) this.#failure ??= error;
    this.stop();
  }

  /** @throws the signal's reason where it was aborted */
  protected throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  /** @throws what the stream failed with */
  protected throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  protected closedError(): AlsaMmapError {
    const { name } = this.identity;
    return new AlsaMmapError('CLOSED', `${name}: the stream is over; open it anew`, {
      device: name,
    });
  }

  /** Resolves when frames wait; or soon, or when the stream is over. */
  protected waitForFrames(): Promise<void> {
    return this.fifo.waitUntilReadable(MAX_WAIT_MS);
  }

  /** Resolves when there is room; or soon, or when the stream is over. */
  protected waitForRoom(): Promise<void> {
    return this.fifo.waitUntilWritable(MAX_WAIT_MS);
  }

  protected emitLoss(loss: LossEvent): void {
    this.emit(EVENT_NAMES[loss.cause], loss);
  }

  /** Ends the thread, in order. */
  protected stop(): void {
    this.#thread.stop();
    this.fifo.wakeWaiters();
  }

  async #waitForEnd(): Promise<void> {
    await this.threadEnded;
    await this.callbackLoop;
    this.throwIfFailed();
  }
}
