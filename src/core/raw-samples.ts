import { checkValue, having } from '../device/check-fields.js';
import { AlsaMmapError } from '../device/errors.js';
import type { SampleData } from './sample-data.js';

const ITERATOR = having('next', 'an iterator of numbers');

/** Result of `writeSamples`: the samples stored, and true if the iterator ended. */
export interface WriteResult {
  readonly ended: boolean;
  readonly samples: number;
}

/**
 * Contiguous region of the ring: `frames` frames from `offset` on. It addresses samples in place
 * and is valid until the next `dataPtr` or `commit`. Methods throw CLOSED after the memory was
 * unmapped, and those that store throw RANGE for a capture ring. Source: alsa-rs `direct::pcm`,
 * `RawSamples`.
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { MmapPlayback } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'playback', channels: 2 });
 * const io = new MmapPlayback(device);
 * const [region] = io.dataPtr();
 * for (let frame = 0; frame < region.frames; frame++) {
 *   region.set(frame, 0, io.codec.fromNormalized(0.1 * Math.sin(frame / 10)));
 * }
 * io.commit(region.frames);
 * io.close();
 * device.close();
 */
export class RawSamples {
  readonly #data: SampleData;
  /** Offset of the first frame in the ring, in frames. */
  offset = 0;
  frames = 0;

  constructor(data: SampleData) {
    this.#data = data;
  }

  /** Number of channels of the ring. */
  get channels(): number {
    return this.#data.channels;
  }

  /** Number of samples, frames x channels. */
  get samples(): number {
    return this.frames * this.#data.channels;
  }

  /**
   * Returns the raw sample of a frame, counted from the region's start.
   * @throws RANGE for a frame outside the region, or an unknown channel
   */
  get(frame: number, channel: number): number {
    if (!(frame >= 0 && frame < this.frames)) this.#throwOutside(frame, 1);
    return this.#data.get(this.offset + frame, channel);
  }

  /**
   * Stores a raw sample of the ring's format. A frame before the region is one that the hardware
   * has yet to play: it is not overwritten.
   * @throws RANGE for a frame outside the region, or an unknown channel
   */
  set(frame: number, channel: number, raw: number): void {
    if (!(frame >= 0 && frame < this.frames)) this.#throwOutside(frame, 1);
    this.#data.set(this.offset + frame, channel, raw);
  }

  /**
   * Stores interleaved raw samples until the region is full or the iterator ends. `next()` is
   * called only if there is room for the sample, and never again after the end.
   * @param from number of samples of the region that are stored already
   * @throws USAGE for an iterator without `next`
   */
  writeSamples(iterator: Iterator<number>, from = 0): WriteResult {
    checkValue('iterator', iterator, ITERATOR);
    const { channels, samples } = this;
    for (let sample = from; sample < samples; sample++) {
      const next = iterator.next();
      if (next.done === true) return { ended: true, samples: sample - from };
      this.set(Math.floor(sample / channels), sample % channels, next.value);
    }
    return { ended: false, samples: Math.max(0, samples - from) };
  }

  /** Fills the region with silence. */
  fillSilence(): void {
    this.#data.fillSilence(this.offset, this.frames);
  }

  /**
   * Copies frames from interleaved bytes of the ring's format into the region, from frame `to`.
   * @throws RANGE if the frames are not in the region, or not in `source` as it is now
   */
  copyIn(source: Uint8Array, sourceByte = 0, to = 0, frames = this.frames - to): void {
    if (!(to >= 0 && to + frames <= this.frames)) this.#throwOutside(to, frames);
    this.#data.copyIn(this.offset + to, frames, source, sourceByte);
  }

  /**
   * Copies frames of the region, from frame `from`, to interleaved bytes of the ring's format.
   * @throws RANGE if the frames are not in the region, or do not fit into `target` as it is now
   */
  copyOut(target: Uint8Array, targetByte = 0, from = 0, frames = this.frames - from): void {
    if (!(from >= 0 && from + frames <= this.frames)) this.#throwOutside(from, frames);
    this.#data.copyOut(this.offset + from, frames, target, targetByte);
  }

  #throwOutside(from: number, frames: number): never {
    this.#data.assertMapped();
    throw new AlsaMmapError(
      'RANGE',
      `expected frames within the region (0 to ${this.frames}), got ${frames} frames ` +
        `at frame ${from}`,
    );
  }
}
