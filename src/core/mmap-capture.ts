import type { PcmDevice } from '../device/pcm-device.js';
import { CaptureIter } from './capture-iter.js';
import { MmapIO, type MmapOptions } from './mmap-io.js';
import { captureAvail } from './pointer.js';

/** A capture stream through memory (the seed's parts 1.9 and 1.14). */
export class MmapCapture extends MmapIO {
  /** Samples of the frame at appl_ptr that an earlier iterator has handed out already. */
  #consumedSamples = 0;

  constructor(device: PcmDevice, options: MmapOptions = {}) {
    super(device, 'capture', options);
  }

  /**
   * The raw samples that are there now, channel after channel within a frame. At the end, or when
   * left early, the whole frames read are committed, once; a frame left in the middle goes on with
   * its next sample in the next iterator.
   */
  iter(): CaptureIter {
    const [first, second] = this.dataPtr();
    const frames = first.frames + second.frames;
    return new CaptureIter(
      this.data,
      first.offset,
      frames,
      this.#consumedSamples,
      (read, handedOut) => {
        this.#consumedSamples = handedOut;
        this.commit(read);
      },
    );
  }

  [Symbol.iterator](): CaptureIter {
    return this.iter();
  }

  /**
   * Moves appl_ptr up to the oldest frame that is still in the ring, where a stream that is not
   * stopped by an overrun (stop_threshold = boundary) has overwritten what was not read.
   * @returns frames lost
   */
  forwardPastOverrun(): number {
    const lost = this.avail() - this.bufferSize;
    if (lost <= 0) return 0;
    this.#consumedSamples = 0;
    this.commit(lost);
    return lost;
  }

  override discardPartialFrame(): void {
    this.#consumedSamples = 0;
  }

  protected override computeAvail(hwPtr: number, applPtr: number): number {
    return captureAvail(hwPtr, applPtr, this.boundary);
  }
}
