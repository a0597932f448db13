import type { PcmDevice } from '../device/pcm-device.js';
import { MmapIO, type MmapOptions } from './mmap-io.js';
import { playbackAvail } from './pointer.js';

/** A playback stream through memory (the seed's parts 1.9 and 1.12). */
export class MmapPlayback extends MmapIO {
  /** The frame being gathered, and how many of its samples are there. */
  readonly #partialFrame: Float64Array;
  #partialSamples = 0;

  constructor(device: PcmDevice, options: MmapOptions = {}) {
    super(device, 'playback', options);
    this.#partialFrame = new Float64Array(this.channels);
  }

  /**
   * Writes raw samples, channel after channel within a frame, as long as there is room, and
   * commits them. Only whole frames go into the ring: the samples of a last frame that is not
   * complete are kept and open the next write. It neither waits nor starts the stream.
   *
   * Samples are taken only where there is room for them, so the rest of an iterator can be
   * written later. Where the stream stops before they are committed they are lost with it.
   * @returns frames committed
   */
  write(samples: Iterable<number>): number {
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
   * Moves appl_ptr up to where the hardware is, where a stream that is not stopped by an underrun
   * (stop_threshold = boundary) has run past it: what is written next is heard.
   * @returns frames that the hardware played without being given them
   */
  forwardPastUnderrun(): number {
    const missing = this.avail() - this.bufferSize;
    if (missing <= 0) return 0;
    this.commit(missing);
    return missing;
  }

  override discardPartialFrame(): void {
    this.#partialSamples = 0;
  }

  protected override computeAvail(hwPtr: number, applPtr: number): number {
    return playbackAvail(hwPtr, applPtr, this.bufferSize, this.boundary);
  }

  /** Completes the frame; false where the iterator ended before that. */
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
