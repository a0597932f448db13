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

/** Events of a stream, named after the cause of the loss. */
export interface StreamEvents {
  /** The ring overran or underran. */
  readonly xrun: [loss: LossEvent];
  /** The machine slept. */
  readonly suspend: [loss: LossEvent];
  /** Capture: the program read so slowly that the FIFO was full. */
  readonly 'fifo-overflow': [loss: LossEvent];
}

/** Time limit of one wait, as a safeguard against a missed notification. */
const MAX_WAIT_MS = 100;

/**
 * Common base of `CaptureStream` and `PlaybackStream`: a stream whose loop runs in a thread of its
 * own. An open stream keeps the process running.
 * @example
 * import { openCapture } from 'alsa-mmap';
 *
 * const capture = await openCapture('hw:1');
 * console.log(capture.params.rateHz, capture.paths.status, capture.counters.get('xruns'));
 * await capture.close();
 */
export abstract class DeviceStream extends EventEmitter<StreamEvents> implements AsyncDisposable {
  /** Negotiated parameters. */
  readonly params: PcmParams;
  readonly identity: PcmIdentity;
  /** Access path of each page. */
  readonly paths: AccessPaths;
  /** Results, one for each requested privilege. */
  readonly grants: readonly Grant[];
  /** Counters of the stream's thread, readable at any time. */
  readonly counters: Pick<StreamCounters, 'get'>;
  /** Resolves when the stream has ended; rejects with the error if it failed. */
  readonly ended: Promise<void>;
  /** Resolves when the thread has ended; never rejects. */
  protected readonly threadEnded: Promise<void>;
  /** Loop of the callback form; never rejects. */
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
    // Not unhandled: read, write and drain also reject with the error.
    this.ended.catch(() => {});
  }

  /**
   * Ends the stream and resolves when the device is closed. The ring is played to its end, frames
   * in the FIFO are not. May be called twice; never rejects.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.stop();
    await this.threadEnded;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** True after `close`. */
  protected get isClosed(): boolean {
    return this.#isClosed;
  }

  /** True when the thread has ended. */
  protected get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Ends the stream with an error of the program's callback: `ended` rejects with it. */
  protected fail(error: unknown): void {
    if (!this.#signal?.aborted) this.#failure ??= error;
    this.stop();
  }

  /** @throws the signal's reason if it was aborted */
  protected throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  /** @throws the error of a failed stream */
  protected throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  protected closedError(): AlsaMmapError {
    const { name } = this.identity;
    return new AlsaMmapError('CLOSED', `${name}: stream has ended; open a new one`, {
      device: name,
    });
  }

  /** Resolves when frames are readable, when the stream ends, or after 100 ms. */
  protected waitForFrames(): Promise<void> {
    return this.fifo.waitUntilReadable(MAX_WAIT_MS);
  }

  /** Resolves when there is room, when the stream ends, or after 100 ms. */
  protected waitForRoom(): Promise<void> {
    return this.fifo.waitUntilWritable(MAX_WAIT_MS);
  }

  protected emitLoss(loss: LossEvent): void {
    this.emit(loss.cause, loss);
  }

  /** Requests the thread to stop and wakes pending waits. */
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
