import type { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { callback, checkValue, objectOf } from '../device/check-fields.js';
import { AlsaMmapError } from '../device/errors.js';
import { DeviceStream } from './device-stream.js';
import { FloatFifo } from './float-fifo.js';
import type { FrameJoiner } from './frame-joiner.js';
import { createWritable } from './node-streams.js';
import { openStreamThread } from './open-stream-thread.js';
import { STREAM_FIELDS } from './option-fields.js';
import { SampleInput } from './sample-input.js';
import type { Samples, StreamOptions } from './stream-options.js';
import type { OpenedStream, StreamThread } from './stream-thread.js';

const PLAYBACK_OPTIONS = objectOf<PlaybackOptions>({ ...STREAM_FIELDS, fill: callback });
/** Interval between two reads of the loss log. */
const LOSS_POLL_MS = 20;

/**
 * Fills `buffer`, which has room for `frames` interleaved frames. Returns the frames filled, 1 to
 * `frames`; 0 ends the stream.
 */
export type FillCallback<Raw extends boolean = false> = (
  buffer: Samples<Raw>,
  frames: number,
) => number | Promise<number>;

/** Options of `openPlayback`. */
export interface PlaybackOptions<Raw extends boolean = false> extends StreamOptions {
  readonly raw?: Raw | undefined;
  /** Callback form: called whenever there is room for a period, until it returns 0. */
  readonly fill?: FillCallback<Raw> | undefined;
}

/**
 * Opens a device for playback; it starts with the first written frames. Write with `write` or
 * `play`, or pass `fill`.
 * @param name device, such as `hw:1,0` or `sim`
 * @throws USAGE, NO_DEVICE, BUSY, PERMISSION, UNSUPPORTED; the signal's reason
 * @example
 * import { openPlayback } from 'alsa-mmap';
 *
 * const playback = await openPlayback('hw:1', { rateHz: 48000, channels: 1 });
 * await playback.write(new Float32Array(4800));
 * await playback.drain();
 */
export async function openPlayback<Raw extends boolean = false>(
  name: string,
  options: PlaybackOptions<Raw> = {},
): Promise<PlaybackStream<Raw>> {
  checkValue('options', options, PLAYBACK_OPTIONS);
  // A callback is called on demand: a long FIFO would only add latency.
  const defaults = options.fill === undefined ? {} : { fifoSeconds: 0 };
  const { thread, opened } = await openStreamThread(name, 'playback', { ...defaults, ...options });
  return new PlaybackStream<Raw>(thread, opened, options);
}

/**
 * A playback that `openPlayback` opened. A loss is emitted as an event within 20 ms of its
 * detection.
 * @example
 * import { openPlayback } from 'alsa-mmap';
 *
 * const playback = await openPlayback('hw:1', { channels: 2, rateHz: 48000 });
 * playback.on('xrun', ({ atFrame }) => console.log(`underrun at frame ${atFrame}`));
 * await playback.play([new Float32Array(4800), new Float32Array(4800)]);
 */
export class PlaybackStream<Raw extends boolean = false> extends DeviceStream {
  readonly #raw: boolean;
  readonly #input: SampleInput;
  readonly #floatFifo: FloatFifo;
  /** Chain of the writes, which run one after the other. */
  #pendingWrites: Promise<unknown> = Promise.resolve();
  readonly #lossPoll: NodeJS.Timeout;
  #isDraining = false;
  #hasWritten = false;

  constructor(thread: StreamThread, opened: OpenedStream, options: PlaybackOptions<Raw>) {
    super(thread, opened, options.signal);
    this.#raw = options.raw ?? false;
    const frameLength = this.#raw ? this.fifo.frameBytes : this.params.channels;
    this.#input = new SampleInput(this.identity.name, this.#raw, frameLength);
    this.#floatFifo = new FloatFifo(this.fifo, this.params.format, this.params.channels);
    this.#lossPoll = setInterval(() => this.#emitLosses(), LOSS_POLL_MS).unref();
    refusePipe(this, this.identity.name);
    if (options.fill !== undefined) this.callbackLoop = this.#runFillCallback(options.fill);
  }

  /**
   * Plays interleaved samples after those written before. Resolves when the FIFO has taken all of
   * them: a program that awaits each write runs ahead by at most the FIFO and the ring. `samples`
   * must not change until then.
   * @param samples whole frames; floats beyond -1 to 1 are clipped
   * @throws RANGE for a partial frame, or if `samples` is resized or detached meanwhile; CLOSED;
   * DISCONNECTED, FAILED, XRUN; the signal's reason
   */
  async write(samples: Samples<Raw>): Promise<void> {
    if (this.#isDraining) throw this.closedError();
    const writing = this.#pendingWrites.then(() => this.#writeAll(samples));
    this.#pendingWrites = writing.catch(() => {});
    await writing;
  }

  /**
   * Writes all samples of `source` and drains: resolves when the last frame was played. The pieces
   * may have any length and end within a frame, as those of a file or a socket do.
   * @throws RANGE if the last frame is incomplete, after the frames before it were played; as
   * `write` and `drain` do; the error of `source`
   */
  async play(source: AsyncIterable<Samples<Raw>> | Iterable<Samples<Raw>>): Promise<void> {
    const joiner = this.#input.createJoiner();
    for await (const samples of source) await this.#writeChunk(joiner, samples);
    await this.#drainComplete(joiner);
  }

  /**
   * Returns a stream that plays what is written to it, for `pipeline`: bytes with `raw: true`, else
   * `Float32Array` objects; chunks may end within a frame. It finishes when the last frame was
   * played. Destroying it closes the device.
   * @example
   * import { Readable } from 'node:stream';
   * import { pipeline } from 'node:stream/promises';
   * import { openPlayback } from 'alsa-mmap';
   *
   * const playback = await openPlayback('hw:1', { raw: true, format: 'S16_LE', channels: 2 });
   * await pipeline(Readable.from([Buffer.alloc(4001), Buffer.alloc(3999)]), playback.toWritable());
   */
  toWritable(): Writable {
    const joiner = this.#input.createJoiner();
    return createWritable({
      objectMode: !this.#raw,
      ended: this.ended,
      write: (chunk) => this.#writeChunk(joiner, chunk),
      finish: () => this.#drainComplete(joiner),
      close: () => this.close(),
    });
  }

  /**
   * Plays all written frames to their end, and closes the device.
   * @throws DISCONNECTED, FAILED, XRUN; the signal's reason
   */
  async drain(): Promise<void> {
    await this.#endWrites();
    await this.ended;
    this.throwIfAborted();
  }

  async #endWrites(): Promise<void> {
    this.#isDraining = true;
    await this.#pendingWrites;
    // The thread waits for the first frame before it starts; there will be none.
    if (!this.#hasWritten) this.stop();
    this.fifo.close();
    await this.threadEnded;
  }

  /** Ends the stream with the error that the callback throws. */
  async #runFillCallback(fill: FillCallback<Raw>): Promise<void> {
    const { periodSize } = this.params;
    const buffer = this.#input.allocate(periodSize);
    const { length } = buffer;
    try {
      for (;;) {
        const frames = await fill(buffer as Samples<Raw>, periodSize);
        if (this.isClosed) return;
        if (frames === 0) break;
        this.#input.checkFilled(frames, periodSize);
        this.#input.checkLength(buffer, length, 'fill');
        if (!(await this.#writeUnlessClosed(buffer.subarray(0, frames * this.#input.frameLength))))
          return;
      }
      await this.#endWrites();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Returns false if the stream was closed meanwhile. */
  async #writeUnlessClosed(samples: Uint8Array | Float32Array): Promise<boolean> {
    try {
      await this.write(samples as Samples<Raw>);
      return true;
    } catch (error) {
      if (this.isClosed) return false;
      throw error;
    }
  }

  /** @throws RANGE if the last frame is incomplete */
  async #drainComplete(joiner: FrameJoiner): Promise<void> {
    await this.drain();
    joiner.assertComplete();
  }

  async #writeChunk(joiner: FrameJoiner, chunk: unknown): Promise<void> {
    const samples = this.#input.checkType(chunk, 'play');
    for (const frames of joiner.join(samples)) await this.write(frames as Samples<Raw>);
  }

  async #writeAll(samples: Uint8Array | Float32Array): Promise<void> {
    if (this.isClosed) throw this.closedError();
    const frames = this.#input.countFrames(samples, 'write');
    const { length } = samples;
    for (let done = 0; done < frames; ) {
      this.throwIfAborted();
      if (this.hasEnded) this.throwIfFailed();
      if (this.isClosed || this.hasEnded) throw this.closedError();
      this.#input.checkLength(samples, length, 'write');
      const written = this.#writeToFifo(samples, done);
      done += written;
      if (written > 0) this.#hasWritten = true;
      else await this.waitForRoom();
    }
  }

  #writeToFifo(samples: Uint8Array | Float32Array, fromFrame: number): number {
    if (samples instanceof Uint8Array) {
      return this.fifo.write(samples.subarray(fromFrame * this.fifo.frameBytes));
    }
    return this.#floatFifo.write(samples, fromFrame);
  }

  protected override afterThread(): void {
    clearInterval(this.#lossPoll);
    this.#emitLosses();
  }

  /** An error of a listener ends the stream; the next losses are emitted nevertheless. */
  #emitLosses(): void {
    for (const loss of this.losses) {
      try {
        this.emitLoss(loss);
      } catch (error) {
        this.fail(error);
      }
    }
  }
}

/** A stream of Node takes anything with `write` and `on` for one of its kind, and would hang. */
function refusePipe(playback: EventEmitter, name: string): void {
  playback.on('pipe', (source: Readable) => {
    source.unpipe();
    throw new AlsaMmapError('USAGE', `${name}: pipe: expected playback.toWritable()`);
  });
}
