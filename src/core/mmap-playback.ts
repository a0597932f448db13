import { checkValue, having } from '../device/check-fields.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { MmapIO, type MmapOptions } from './mmap-io.js';
import { playbackAvail } from './pointer.js';

const SAMPLES = having(Symbol.iterator, 'an iterable of numbers');

/**
 * Memory-mapped playback stream. Source: alsa-rs `direct::pcm`, `MmapPlayback`; kernel
 * `snd_pcm_playback_avail`.
 *
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { MmapPlayback } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'playback', channels: 2 });
 * const io = new MmapPlayback(device);
 * const frames = io.write(new Int16Array(2 * 480)); // raw samples, interleaved
 * device.start();
 * console.log(frames); // 480
 * io.close();
 * device.close();
 */
export class MmapPlayback extends MmapIO {
  /** Incomplete frame that a later write completes, and the number of its samples. */
  readonly #partialFrame: Float64Array;
  #partialSamples = 0;

  /** @throws RANGE for a capture device, UNSUPPORTED if the ring cannot be mapped */
  constructor(device: PcmDevice, options: MmapOptions = {}) {
    super(device, 'playback', options);
    this.#partialFrame = new Float64Array(this.channels);
  }

  /**
   * Writes interleaved raw samples until the ring is full or the samples end, and commits them.
   * Only whole frames enter the ring: the samples of an incomplete last frame are kept for the next
   * write. It neither waits nor starts the stream.
   *
   * A sample is taken from the iterator only if there is room for it, so the rest can be written
   * later. Samples are lost if the stream stops before they are committed.
   * @returns frames committed
   * @throws USAGE; XRUN, DISCONNECTED or FAILED from the commit, as `commit` does
   */
  write(samples: Iterable<number>): number {
    checkValue('samples', samples, SAMPLES);
    const iterator = samples[Symbol.iterator]();
    let frames = 0;
    for (const region of this.dataPtr()) {
      for (let frame = 0; frame < region.frames; frame++) {
        if (!this.#fillFrame(iterator)) {
          this.commit(frames);
          return frames;
        }
        for (let channel = 0; channel < this.channels; channel++) {
          region.set(frame, channel, this.#partialFrame[channel]!);
        }
        frames++;
      }
    }
    this.commit(frames);
    return frames;
  }

  /**
   * Advances appl_ptr to hw_ptr, after the hardware of a stream that an underrun does not stop
   * (stop_threshold = boundary) has passed it. The next frame written is then played.
   * @returns frames played that were never written, 0 if there were none
   */
  forwardPastUnderrun(): number {
    const missing = this.avail() - this.bufferSize;
    if (missing <= 0) return 0;
    this.commit(missing);
    return missing;
  }

  /**
   * Returns a copy of the frames that were committed and not played, interleaved in the ring's
   * format. Call it before `prepare`, which sets the pointers to 0.
   */
  copyUnplayed(): Uint8Array {
    const frames = Math.max(0, this.bufferSize - this.avail());
    const offset = this.hwPtr() % this.bufferSize;
    const toEnd = Math.min(frames, this.bufferSize - offset);
    const copy = new Uint8Array(frames * this.frameBytes);
    this.data.copyOut(offset, toEnd, copy, 0);
    this.data.copyOut(0, frames - toEnd, copy, toEnd * this.frameBytes);
    return copy;
  }

  /**
   * Writes whole frames, interleaved in the ring's format, and commits them.
   * @throws RANGE if they are more than avail; as `commit`
   */
  writeFrames(frames: Uint8Array): void {
    let done = 0;
    for (const region of this.dataPtr()) {
      const count = Math.min(region.frames, frames.length / this.frameBytes - done);
      region.copyIn(frames, done * this.frameBytes, 0, count);
      done += count;
    }
    this.commit(frames.length / this.frameBytes);
  }

  override discardPartialFrame(): void {
    this.#partialSamples = 0;
  }

  protected override computeAvail(hwPtr: number, applPtr: number): number {
    return playbackAvail(hwPtr, applPtr, this.bufferSize, this.boundary);
  }

  /** Completes the frame; returns false if the iterator ended first. */
  #fillFrame(iterator: Iterator<number>): boolean {
    while (this.#partialSamples < this.channels) {
      const next = iterator.next();
      if (next.done === true) return false;
      this.#partialFrame[this.#partialSamples++] = next.value;
    }
    this.#partialSamples = 0;
    return true;
  }
}
