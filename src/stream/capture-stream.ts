import { DeviceStream } from './device-stream.js';
import { FloatFifo } from './float-fifo.js';
import type { LossEvent } from './loss.js';
import { openStreamThread } from './open-stream-thread.js';
import type { Samples, StreamOptions } from './stream-options.js';
import type { OpenedMessage, StreamThread } from './stream-thread.js';

/** Frames of a block at most. */
const MAX_BLOCK_FRAMES = 8192;

/** Frames that were captured one after the other, without a hole among them. */
export interface CaptureBlock<Raw extends boolean = false> {
  /** Interleaved, frames x channels; the receiver's own. */
  readonly samples: Samples<Raw>;
  readonly frames: number;
  /** Frames of the stream that were delivered before. */
  readonly atFrame: number;
  /** Frames that were lost between the block before and this one: `atFrame` does not count them. */
  readonly lostBefore: number;
}

export interface CaptureOptions<Raw extends boolean = false> extends StreamOptions {
  readonly raw?: Raw | undefined;
  /** The callback form: called with each block; awaited where it answers a promise. */
  readonly onBlock?: ((block: CaptureBlock<Raw>) => void | Promise<void>) | undefined;
}

/**
 * Opens a device for capture, and starts. Read it with `for await`, with `read`, or give `onBlock`.
 * @throws USAGE, NO_DEVICE, BUSY, PERMISSION, UNSUPPORTED; the signal's reason
 */
export async function openCapture<Raw extends boolean = false>(
  name: string,
  options: CaptureOptions<Raw> = {},
): Promise<CaptureStream<Raw>> {
  const { thread, opened } = await openStreamThread(name, 'capture', options);
  return new CaptureStream<Raw>(thread, opened, options);
}

/**
 * What a device captures, as blocks in their order. A loss is told as an event when the frames
 * before it were read and before those after it are; `lostBefore` counts it, too.
 */
export class CaptureStream<Raw extends boolean = false>
  extends DeviceStream
  implements AsyncIterable<CaptureBlock<Raw>>
{
  readonly #raw: boolean;
  readonly #floatFifo: FloatFifo;
  /** The next loss, whose frames were not all reached yet. */
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
   * The next block: what has come in, as soon as something has. Undefined once it was closed.
   * @throws DISCONNECTED, FAILED, XRUN after all that came before; the signal's reason at once
   */
  async read(): Promise<CaptureBlock<Raw> | undefined> {
    for (;;) {
      this.throwIfAborted();
      if (this.isClosed) return undefined;
      // In this order: what is put before the thread ends is seen, once it is known to have ended.
      const over = this.hasEnded;
      const frames = this.#framesBeforeLoss();
      if (frames > 0) return this.#readBlock(Math.min(frames, MAX_BLOCK_FRAMES));
      if (over) {
        this.throwIfFailed();
        return undefined;
      }
      if (this.fifo.exhausted) await this.threadEnded;
      else await this.waitForFrames();
    }
  }

  /** Blocks until it is closed. Leaving the loop closes it. */
  async *[Symbol.asyncIterator](): AsyncGenerator<CaptureBlock<Raw>, void, undefined> {
    try {
      for (let block = await this.read(); block !== undefined; block = await this.read()) {
        yield block;
      }
    } finally {
      await this.close();
    }
  }

  /** What the callback throws ends the stream. */
  async #runBlockCallback(onBlock: NonNullable<CaptureOptions<Raw>['onBlock']>): Promise<void> {
    try {
      for (let block = await this.read(); block !== undefined; block = await this.read()) {
        await onBlock(block);
      }
    } catch (error) {
      this.fail(error);
    }
  }

  /** Frames that wait before the next loss; tells of losses that are reached. */
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
