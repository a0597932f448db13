import { AlsaMmapError } from '../device/errors.js';
import { DeviceStream } from './device-stream.js';
import { FloatFifo } from './float-fifo.js';
import { openStreamThread } from './open-stream-thread.js';
import type { Samples, StreamOptions } from './stream-options.js';
import type { OpenedMessage, StreamThread } from './stream-thread.js';

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
  readonly #floatFifo: FloatFifo;
  /** Chain of the writes, which run one after the other. */
  #pendingWrites: Promise<unknown> = Promise.resolve();
  #isDraining = false;
  #hasWritten = false;

  constructor(thread: StreamThread, opened: OpenedMessage, options: PlaybackOptions<Raw>) {
    super(thread, opened, options.signal);
    this.#raw = options.raw ?? false;
    this.#floatFifo = new FloatFifo(this.fifo, this.params.format, this.params.channels);
    const lossPoll = setInterval(() => this.#emitLosses(), LOSS_POLL_MS).unref();
    this.threadEnded.then(() => {
      clearInterval(lossPoll);
      this.#emitLosses();
    });
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

  /** Writes all samples of `source` and drains: resolves when the last frame was played. */
  async play(source: AsyncIterable<Samples<Raw>> | Iterable<Samples<Raw>>): Promise<void> {
    for await (const samples of source) await this.write(samples);
    await this.drain();
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
    const { periodSize, channels } = this.params;
    const frameLength = this.#raw ? this.fifo.frameBytes : channels;
    const length = periodSize * frameLength;
    const buffer = (this.#raw ? new Uint8Array(length) : new Float32Array(length)) as Samples<Raw>;
    try {
      for (;;) {
        const frames = await fill(buffer, periodSize);
        if (frames === 0) break;
        if (!(Number.isInteger(frames) && frames > 0 && frames <= periodSize)) {
          throw this.#overfillError(frames, periodSize);
        }
        if (buffer.length !== length) throw this.#resizedError('fill', length, buffer.length);
        await this.write(buffer.subarray(0, frames * frameLength) as Samples<Raw>);
      }
      await this.#endWrites();
    } catch (error) {
      if (!this.isClosed) this.fail(error);
    }
  }

  async #writeAll(samples: Uint8Array | Float32Array): Promise<void> {
    const frames = this.#countFrames(samples);
    const { length } = samples;
    for (let done = 0; done < frames; ) {
      this.throwIfAborted();
      if (this.hasEnded) this.throwIfFailed();
      if (this.isClosed || this.hasEnded) throw this.closedError();
      if (samples.length !== length) throw this.#resizedError('write', length, samples.length);
      const written = this.#writeToFifo(samples, done);
      done += written;
      if (written > 0) this.#hasWritten = true;
      else await this.waitForRoom();
    }
  }

  #overfillError(frames: number, room: number): AlsaMmapError {
    const { name } = this.identity;
    return new AlsaMmapError(
      'RANGE',
      `${name}: fill: expected a result from 0 to ${room} (frames), got ${frames}`,
      { device: name },
    );
  }

  /** @throws RANGE, CLOSED */
  #countFrames(samples: Uint8Array | Float32Array): number {
    if (this.isClosed) throw this.closedError();
    const { channels } = this.params;
    const frameLength = this.#raw ? this.fifo.frameBytes : channels;
    const isExpected = samples instanceof (this.#raw ? Uint8Array : Float32Array);
    if (!isExpected || samples.length % frameLength !== 0) {
      const unit = this.#raw ? 'bytes (a Uint8Array)' : 'samples (a Float32Array)';
      const given = isExpected ? `${samples.length} elements` : 'another type';
      throw new AlsaMmapError(
        'RANGE',
        `${this.identity.name}: write: expected whole frames of ${frameLength} ${unit}, got ` +
          given,
        { device: this.identity.name },
      );
    }
    return samples.length / frameLength;
  }

  /** Error for a view whose buffer was resized, or transferred to another thread. */
  #resizedError(call: string, expected: number, length: number): AlsaMmapError {
    const { name } = this.identity;
    return new AlsaMmapError(
      'RANGE',
      `${name}: ${call}: the samples changed while they were in use: ${expected} elements, now ` +
        `${length}`,
      { device: name },
    );
  }

  #writeToFifo(samples: Uint8Array | Float32Array, fromFrame: number): number {
    if (samples instanceof Uint8Array) {
      return this.fifo.write(samples.subarray(fromFrame * this.fifo.frameBytes));
    }
    return this.#floatFifo.write(samples, fromFrame);
  }

  #emitLosses(): void {
    for (const loss of this.losses) this.emitLoss(loss);
  }
}
