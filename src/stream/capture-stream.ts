import { DeviceStream } from './device-stream.js';
import { FloatFifo } from './float-fifo.js';
import type { LossEvent } from './loss.js';
import { openStreamThread } from './open-stream-thread.js';
import type { Samples, StreamOptions } from './stream-options.js';
import type { OpenedMessage, StreamThread } from './stream-thread.js';

/** Longer blocks would delay the program's other work. */
const MAX_BLOCK_FRAMES = 8192;

/** Consecutive captured frames, without a loss among them. */
export interface CaptureBlock<Raw extends boolean = false> {
  /** Interleaved, `frames` x channels; a copy that the receiver may keep. */
  readonly samples: Samples<Raw>;
  readonly frames: number;
  /** Frames delivered before this block. */
  readonly atFrame: number;
  /** Frames lost between the previous block and this one; `atFrame` does not count them. */
  readonly lostBefore: number;
}

/** Options of `openCapture`. */
export interface CaptureOptions<Raw extends boolean = false> extends StreamOptions {
  readonly raw?: Raw | undefined;
  /** Callback form: called with each block; a returned promise delays the next call. */
  readonly onBlock?: ((block: CaptureBlock<Raw>) => void | Promise<void>) | undefined;
}

/**
 * Opens a device for capture and starts it. Read it with `for await` or `read`, or pass `onBlock`.
 * @param name device, such as `hw:1,0` or `sim`
 * @throws USAGE, NO_DEVICE, BUSY, PERMISSION, UNSUPPORTED; the signal's reason
 * @example
 * import { openCapture } from 'alsa-mmap';
 *
 * const capture = await openCapture('hw:1', { rateHz: 48000, channels: 2 });
 * for await (const { samples, atFrame } of capture) {
 *   console.log(atFrame, samples.length);
 *   if (atFrame > 4800) break; // leaving the loop closes the device
 * }
 */
export async function openCapture<Raw extends boolean = false>(
  name: string,
  options: CaptureOptions<Raw> = {},
): Promise<CaptureStream<Raw>> {
  const { thread, opened } = await openStreamThread(name, 'capture', options);
  return new CaptureStream<Raw>(thread, opened, options);
}

/**
 * A running capture, read as blocks in order. A loss is emitted as an event after the frames before
 * it were read and before the frames after it; `lostBefore` counts it, too.
 * @example
 * import { openCapture } from 'alsa-mmap';
 *
 * const capture = await openCapture('hw:1', { raw: true, format: 'S16_LE', channels: 2 });
 * const block = await capture.read();
 * console.log(block?.samples.length === block!.frames * 4); // true
 * await capture.close();
 */
export class CaptureStream<Raw extends boolean = false>
  extends DeviceStream
  implements AsyncIterable<CaptureBlock<Raw>>
{
  readonly #raw: boolean;
  readonly #floatFifo: FloatFifo;
  /** The next loss; the frames before it were not all read yet. */
  #pendingLoss: LossEvent | undefined;
  #nextFrame = 0;
  #lostBefore = 0;

  constructor(thread: StreamThread, opened: OpenedMessage, options: CaptureOptions<Raw>) {
    super(thread, opened, options.signal);
    this.#raw = options.raw ?? false;
    this.#floatFifo = new FloatFifo(this.fifo, this.params.format, this.params.channels);
    if (options.onBlock !== undefined) this.callbackLoop = this.#runBlockCallback(options.onBlock);
  }

  /**
   * Resolves with the next block of 1 to 8192 frames as soon as frames arrive; with undefined when
   * the stream is closed.
   * @throws DISCONNECTED, FAILED, XRUN after the frames before the failure; the signal's reason
   * immediately
   */
  async read(): Promise<CaptureBlock<Raw> | undefined> {
    for (;;) {
      this.throwIfAborted();
      if (this.isClosed) return undefined;
      // Read before the FIFO: frames that the thread wrote before its end are then seen.
      const hasEnded = this.hasEnded;
      const frames = this.#framesBeforeLoss();
      if (frames > 0) return this.#readBlock(Math.min(frames, MAX_BLOCK_FRAMES));
      if (hasEnded) {
        this.throwIfFailed();
        return undefined;
      }
      if (this.fifo.exhausted) await this.threadEnded;
      else await this.waitForFrames();
    }
  }

  /** Iterates over the blocks until the stream is closed. Leaving the loop closes the stream. */
  async *[Symbol.asyncIterator](): AsyncGenerator<CaptureBlock<Raw>, void, undefined> {
    try {
      yield* this.#blocks();
    } finally {
      await this.close();
    }
  }

  async *#blocks(): AsyncGenerator<CaptureBlock<Raw>, void, undefined> {
    for (let block = await this.read(); block !== undefined; block = await this.read()) yield block;
  }

  /** Ends the stream with the error that the callback throws. */
  async #runBlockCallback(onBlock: NonNullable<CaptureOptions<Raw>['onBlock']>): Promise<void> {
    try {
      for await (const block of this.#blocks()) await onBlock(block);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Readable frames before the next loss. Emits the losses that have no frames before them. */
  #framesBeforeLoss(): number {
    const { readableFrames } = this.fifo;
    for (;;) {
      this.#pendingLoss ??= this.losses.next();
      if (this.#pendingLoss === undefined) return readableFrames;
      const before = this.#pendingLoss.atFrame - this.#nextFrame;
      if (before > 0) return Math.min(readableFrames, before);
      const loss = this.#pendingLoss;
      this.#pendingLoss = undefined;
      this.#lostBefore += loss.lostFrames;
      this.emitLoss(loss);
    }
  }

  #readBlock(frames: number): CaptureBlock<Raw> {
    const samples = this.#readSamples(frames) as Samples<Raw>;
    const block = { samples, frames, atFrame: this.#nextFrame, lostBefore: this.#lostBefore };
    this.#nextFrame += frames;
    this.#lostBefore = 0;
    return block;
  }

  #readSamples(frames: number): Uint8Array | Float32Array {
    if (this.#raw) {
      const bytes = new Uint8Array(frames * this.fifo.frameBytes);
      this.fifo.read(bytes);
      return bytes;
    }
    const samples = new Float32Array(frames * this.params.channels);
    this.#floatFifo.read(samples);
    return samples;
  }
}
