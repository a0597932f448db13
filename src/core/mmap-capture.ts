import type { PcmDevice } from '../device/pcm-device.js';
import { CaptureIter } from './capture-iter.js';
import { MmapIO, type MmapOptions } from './mmap-io.js';
import { captureAvail } from './pointer.js';

/**
 * Memory-mapped capture stream. Source: alsa-rs `direct::pcm`, `MmapCapture`; kernel
 * `snd_pcm_capture_avail`.
 *
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { MmapCapture } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'capture', channels: 2 });
 * const io = new MmapCapture(device);
 * device.start(); // a stream driven through memory never starts by itself
 * device.wait(1000);
 * let sum = 0;
 * for (const sample of io) sum += sample;
 * io.close();
 * device.close();
 */
export class MmapCapture extends MmapIO {
  /** Samples of the frame at appl_ptr that an earlier iterator delivered. */
  #consumedSamples = 0;

  /** @throws RANGE for a playback device, UNSUPPORTED if the ring cannot be mapped */
  constructor(device: PcmDevice, options: MmapOptions = {}) {
    super(device, 'capture', options);
  }

  /**
   * Returns an iterator over the raw samples available now, interleaved. When it ends or is left
   * early, it commits the whole frames read, once. The next iterator continues inside a frame that
   * was read in part.
   * @throws XRUN, DISCONNECTED or FAILED from the commit, as `commit` does
   */
  iter(): CaptureIter {
    const [first, second] = this.dataPtr();
    const frames = first.frames + second.frames;
    return new CaptureIter(
      this.data,
      first.offset,
      frames,
      this.#consumedSamples,
      (readFrames, consumedSamples) => {
        this.#consumedSamples = consumedSamples;
        this.commit(readFrames);
      },
    );
  }

  [Symbol.iterator](): CaptureIter {
    return this.iter();
  }

  /**
   * Advances appl_ptr to the oldest frame still in the ring, after a stream that an overrun does
   * not stop (stop_threshold = boundary) has overwritten unread frames.
   * @returns frames lost, 0 if none were overwritten
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
