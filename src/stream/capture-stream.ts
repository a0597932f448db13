import type { Readable } from 'node:stream';
import { callback, checkValue, objectOf } from '../device/check-fields.js';
import { DeviceStream } from './device-stream.js';
import { FloatFifo } from './float-fifo.js';
import type { LossEvent } from './loss.js';
import { createReadable } from './node-streams.js';
import { openStreamThread } from './open-stream-thread.js';
import { STREAM_FIELDS } from './option-fields.js';
import type { Samples, StreamOptions } from './stream-options.js';
import type { OpenedStream, StreamThread } from './stream-thread.js';

const CAPTURE_OPTIONS = objectOf<CaptureOptions>({ ...STREAM_FIELDS, onBlock: callback });
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
  checkValue('options', options, CAPTURE_OPTIONS);
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

  constructor(thread: StreamThread, opened: OpenedStream, options: CaptureOptions<Raw>) {
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
  [Symbol.asyncIterator](): AsyncIterableIterator<CaptureBlock<Raw>, void, undefined> {
    let lastRead: Promise<unknown> = Promise.resolve();
    const readOrClose = async (): Promise<IteratorResult<CaptureBlock<Raw>, void>> => {
      try {
        const value = await this.read();
        if (value !== undefined) return { done: false, value };
      } catch (error) {
        await this.close();
        throw error;
      }
      await this.close();
      return { done: true, value: undefined };
    };
    return {
      next: () => {
        const reading = lastRead.then(readOrClose);
        lastRead = reading.catch(() => {});
        return reading;
      },
      // Unlike a generator's, it does not wait for the block that a pending `next` waits for.
      return: async () => {
        await this.close();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  /**
   * Returns a stream of the samples, for `pipeline`: bytes with `raw: true`, else `Float32Array`
   * objects. Destroying it closes the device. Losses are reported by the events only. For a stream
   * of blocks use `Readable.from(capture)`.
   * @example
   * import { createWriteStream } from 'node:fs';
   * import { pipeline } from 'node:stream/promises';
   * import { openCapture } from 'alsa-mmap';
   *
   * const capture = await openCapture('hw:1', { raw: true, format: 'S16_LE', channels: 1 });
   * setTimeout(() => capture.close(), 100);
   * await pipeline(capture.toReadable(), createWriteStream('samples.raw'));
   */
  toReadable(): Readable {
    const blocks = this[Symbol.asyncIterator]();
    return createReadable({
      objectMode: !this.#raw,
      read: async () => (await blocks.next()).value?.samples,
      close: () => this.close(),
    });
  }

  /** Ends the stream with the error that the callback throws. */
  async #runBlockCallback(onBlock: NonNullable<CaptureOptions<Raw>['onBlock']>): Promise<void> {
    try {
      for (;;) {
        const block = await this.read();
        if (block === undefined) return;
        await onBlock(block);
      }
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
