import { AlsaMmapError } from '../device/errors.js';
import { DeviceStream } from './device-stream.js';
import { FloatFifo } from './float-fifo.js';
import { openStreamThread } from './open-stream-thread.js';
import type { Samples, StreamOptions } from './stream-options.js';
import type { OpenedMessage, StreamThread } from './stream-thread.js';

/** How often a playback looks for what was lost. */
const LOSS_POLL_MS = 20;

/**
 * Fills `buffer`, which has room for `frames` frames, interleaved: frames filled, fewer where there
 * are no more for now, 0 to end.
 */
export type FillCallback<Raw extends boolean = false> = (
  buffer: Samples<Raw>,
  frames: number,
) => number | Promise<number>;

export interface PlaybackOptions<Raw extends boolean = false> extends StreamOptions {
  readonly raw?: Raw | undefined;
  /** The callback form: called whenever there is room for a period, until it answers 0. */
  readonly fill?: FillCallback<Raw> | undefined;
}

/**
 * Opens a device for playback. It starts with the first frames that are written. Write with `write`
 * or `play`, or give `fill`.
 * @throws USAGE, NO_DEVICE, BUSY, PERMISSION, UNSUPPORTED; the signal's reason
 */
export async function openPlayback<Raw extends boolean = false>(
  name: string,
  options: PlaybackOptions<Raw> = {},
): Promise<PlaybackStream<Raw>> {
  // Whoever is asked need not be asked long before.
  const soon = options.fill === undefined ? {} : { fifoSeconds: 0 };
  const { thread, opened } = await openStreamThread(name, 'playback', { ...soon, ...options });
  return new PlaybackStream<Raw>(thread, opened, options);
}

/** What a program plays on a device. A loss is told as an event soon after it was found. */
export class PlaybackStream<Raw extends boolean = false> extends DeviceStream {
  readonly #raw: boolean;
  readonly #floatFifo: FloatFifo;
  /** Writes go one after the other. */
  #pendingWrites: Promise<unknown> = Promise.resolve();
  #isDraining = false;
  #hasWritten = false;

  constructor(thread: StreamThread, opened: OpenedMessage, options: PlaybackOptions<Raw>) {
    super(thread, opened, options.signal);
    this.#raw = options.raw ?? false;
    this.#floatFifo = new FloatFifo(this.fifo, this.params.format, this.params.channels);
    const look = setInterval(() => this.#emitLosses(), LOSS_POLL_MS).unref();
    this.threadEnded.then(() => {
      clearInterval(look);
      this.#emitLosses();
    });
    if (options.fill !== undefined) this.callbackLoop = this.#runFillCallback(options.fill);
  }

  /**
   * Plays samples after those written before, channel after channel within a frame. Resolves when
   * all were taken, which is when there is room: whoever awaits it never runs ahead by more than
   * the FIFO and the ring. `samples` must not change until then.
   * @throws RANGE for part of a frame; CLOSED; DISCONNECTED, FAILED, XRUN; the signal's reason
   */
  async write(samples: Samples<Raw>): Promise<void> {
    if (this.#isDraining) throw this.closedError();
    const writing = this.#pendingWrites.then(() => this.#writeAll(samples));
    this.#pendingWrites = writing.catch(() => {});
    await writing;
  }

  /** Writes what comes, and drains: resolves when the last of it was heard. */
  async play(source: AsyncIterable<Samples<Raw>> | Iterable<Samples<Raw>>): Promise<void> {
    for await (const samples of source) await this.write(samples);
    await this.drain();
  }

  /**
   * Plays what was written to its end, and closes the device.
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
    // A stream that was never given anything cannot be started.
    if (!this.#hasWritten) this.stop();
    this.fifo.close();
    await this.threadEnded;
  }

  /** What the callback throws ends the stream. */
  async #runFillCallback(fill: FillCallback<Raw>): Promise<void> {
    const { periodSize, channels } = this.params;
    const frameLength = this.#raw ? this.fifo.frameBytes : channels;
    const length = periodSize * frameLength;
    const buffer = (this.#raw ? new Uint8Array(length) : new Float32Array(length)) as Samples<Raw>;
    try {
      for (;;) {
        const frames = await fill(buffer, periodSize);
        if (frames === 0) break;
        if (!(frames > 0 && frames <= periodSize)) throw this.#overfillError(frames, periodSize);
        await this.write(buffer.subarray(0, frames * frameLength) as Samples<Raw>);
      }
      await this.#endWrites();
    } catch (error) {
      if (!this.isClosed) this.fail(error);
    }
  }

  async #writeAll(samples: Uint8Array | Float32Array): Promise<void> {
    const frames = this.#countFrames(samples);
    for (let done = 0; done < frames; ) {
      this.throwIfAborted();
      if (this.hasEnded) this.throwIfFailed();
      if (this.isClosed || this.hasEnded) throw this.closedError();
      const put = this.#writeToFifo(samples, done);
      done += put;
      if (put > 0) this.#hasWritten = true;
      if (put === 0) await this.waitForRoom();
    }
  }

  #overfillError(frames: number, room: number): AlsaMmapError {
    const { name } = this.identity;
    return new AlsaMmapError(
      'RANGE',
      `${name}: ${frames} frames filled where there is room for ${room}`,
      {
        device: name,
      },
    );
  }

  /** @throws RANGE, CLOSED */
  #countFrames(samples: Uint8Array | Float32Array): number {
    if (this.isClosed) throw this.closedError();
    const { channels } = this.params;
    const frameLength = this.#raw ? this.fifo.frameBytes : channels;
    if (this.#raw !== samples instanceof Uint8Array || samples.length % frameLength !== 0) {
      const unit = this.#raw ? 'bytes (a Uint8Array)' : 'samples (a Float32Array)';
      throw new AlsaMmapError(
        'RANGE',
        `${this.identity.name}: a write takes whole frames of ${frameLength} ${unit}, not ` +
          `${samples.length} of ${samples.constructor.name}`,
      );
    }
    return samples.length / frameLength;
  }

  #writeToFifo(samples: Uint8Array | Float32Array, from: number): number {
    if (samples instanceof Uint8Array) {
      return this.fifo.write(samples.subarray(from * this.fifo.frameBytes));
    }
    return this.#floatFifo.write(samples, from);
  }

  #emitLosses(): void {
    for (const loss of this.losses) this.emitLoss(loss);
  }
}
