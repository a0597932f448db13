import { EventEmitter } from 'node:events';
import { type AlsaMmapError, deviceError } from '../device/errors.js';
import { bytesPerFrame, type PcmParams } from '../device/params.js';
import type { PcmIdentity } from '../device/pcm-device.js';
import type { Grant } from '../runtime/grant.js';
import { FrameFifo } from './frame-fifo.js';
import type { LossEvent } from './loss.js';
import { LossReader } from './loss-log.js';
import type { StreamCounters } from './stream-counters.js';
import type { OpenedStream, StreamThread } from './stream-thread.js';
import type { AccessPaths } from './thread-messages.js';

/** Events of a stream, named after the kind of the loss. */
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
/** Time that a callback has to return after `close` or an abort, before `ended` settles. */
const CALLBACK_GRACE_MS = 1000;

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
  /**
   * Resolves when the stream has ended; rejects with the error if it failed or a callback threw,
   * with the signal's reason if it was aborted. It settles within a second after the device was
   * closed. Handle it in a program with a callback: nothing else reports a failure there.
   */
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
  #isAborted = false;
  #isSettled = false;
  /** First failure, in an object: a program may throw undefined. */
  #failure: { readonly error: unknown } | undefined;
  /** Limits the wait for a callback that does not return. */
  #limitCallback: (() => void) | undefined;

  constructor(thread: StreamThread, opened: OpenedStream, signal: AbortSignal | undefined) {
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
    const abort = () => this.#abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
    this.threadEnded = thread.ended
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .then(() => {
        this.#hasEnded = true;
        this.fifo.wakeWaiters();
      });
    this.ended = this.#waitForEnd().finally(() => signal?.removeEventListener('abort', abort));
  }

  /**
   * Ends the stream and resolves when the device is closed. The ring is played to its end, frames
   * in the FIFO are not. May be called twice; never rejects.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.stop();
    this.#limitCallback?.();
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

  /**
   * Ends the stream with an error that a callback or a listener of the program threw: `ended`
   * rejects with it. If `ended` has, or will have, another result, the error is an unhandled
   * rejection, so that it is reported in any case.
   */
  protected fail(error: unknown): void {
    if (this.#isCausedByAbort(error)) return;
    if (this.#failure === undefined && !this.#isSettled) {
      this.#failure = { error };
      this.stop();
      return;
    }
    if (this.#failure?.error !== error) Promise.reject(error);
  }

  /** @throws the signal's reason if it was aborted */
  protected throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  /** @throws the error of a failed stream */
  protected throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  protected closedError(): AlsaMmapError {
    return deviceError('CLOSED', this.identity.name, 'stream has ended; open a new one');
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
    this.emit(loss.kind, loss);
  }

  /** Requests the thread to stop and wakes pending waits. */
  protected stop(): void {
    this.#thread.stop();
    this.fifo.wakeWaiters();
  }

  /** Called when the thread has ended, before `ended` settles. */
  protected afterThread(): void {}

  #abort(error: unknown): void {
    if (this.#isClosed) return;
    this.#isAborted = true;
    this.#failure ??= { error };
    this.stop();
    this.#limitCallback?.();
  }

  /** True for what is thrown because of the signal, also in a call that the callback made. */
  #isCausedByAbort(error: unknown): boolean {
    if (this.#signal?.aborted !== true) return false;
    const isAbortError = error instanceof Error && error.name === 'AbortError';
    return isAbortError || error === this.#signal.reason;
  }

  async #waitForEnd(): Promise<void> {
    await this.threadEnded;
    this.afterThread();
    const { callbackLoop } = this;
    if (callbackLoop !== undefined) await this.#waitForCallback(callbackLoop);
    this.#isSettled = true;
    // Not unhandled: read, write and drain also reject with the error, and the program aborted.
    const isAbort = this.#isAborted && this.#failure?.error === this.#signal?.reason;
    if (callbackLoop === undefined || isAbort) this.ended.catch(() => {});
    this.throwIfFailed();
  }

  /** Resolves with the loop, at the latest a second after `close` or an abort. */
  #waitForCallback(loop: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = () => {
        clearTimeout(timer);
        this.#limitCallback = undefined;
        resolve();
      };
      this.#limitCallback = () => {
        timer ??= setTimeout(finish, CALLBACK_GRACE_MS);
      };
      if (this.#isClosed || this.#isAborted) this.#limitCallback();
      loop.then(finish);
    });
  }
}
