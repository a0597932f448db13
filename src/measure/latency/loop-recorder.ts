import { MmapCapture } from '../../core/mmap-capture.js';
import type { MmapOptions } from '../../core/mmap-io.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PointerTrack } from '../pointer-track.js';

/**
 * Recording side of a loop: stores what it captures from the start on, per channel, as samples from
 * -1 to 1. Lateness is detected if the device is open with `stopThreshold: 'never'`; otherwise the
 * stream stops.
 */
export class LoopRecorder extends PointerTrack<MmapCapture> {
  /** Samples at either end of the range. */
  clipped = 0;
  /** Last frame lost before it was read, stored as silence; -1 if none was. */
  lostFrame = -1;
  #channels: Float64Array[] = [];
  #read = 0;

  constructor(device: PcmDevice, options: MmapOptions) {
    super(device, new MmapCapture(device, { syncPtr: options.syncPtr }));
  }

  /** Begins on a prepared stream, with memory for `frames` frames. */
  record(frames: number): void {
    this.#channels = Array.from({ length: this.io.channels }, () => new Float64Array(frames));
    this.#read = 0;
    this.clipped = 0;
    this.lostFrame = -1;
    this.begin();
  }

  /** Reads all available frames except the latest `sparedFrames`. */
  take(sparedFrames = 0): void {
    const lost = this.io.forwardPastOverrun();
    this.#read += lost;
    if (lost > 0) this.lostFrame = this.#read - 1;
    const { codec } = this.io;
    let left = Math.max(0, this.io.avail() - sparedFrames);
    for (const region of this.io.dataPtr()) {
      const frames = Math.min(region.frames, left);
      const room = Math.min(frames, this.#channels[0]!.length - this.#read);
      for (let channel = 0; channel < region.channels; channel++) {
        const kept = this.#channels[channel]!;
        for (let frame = 0; frame < room; frame++) {
          const raw = region.get(frame, channel);
          if (raw <= codec.min || raw >= codec.max) this.clipped++;
          kept[this.#read + frame] = codec.toNormalized(raw);
        }
      }
      this.#read += frames;
      left -= frames;
      this.io.commit(frames);
    }
  }

  /** Frames `from` to `to` of each channel, as far as they were captured. */
  captured(from: number, to: number): readonly Float64Array[] {
    const [first, last] = [Math.max(0, from), Math.min(this.#read, to)];
    return this.#channels.map((channel) => channel.subarray(first, Math.max(first, last)));
  }

  /** Frames that the kernel's DELAY adds to the pointers; undefined without that ioctl. */
  claimedFrames(): number | undefined {
    const delay = this.device.positionCalls?.().delayIoctl();
    return delay === undefined ? undefined : delay - this.io.avail();
  }

  close(): void {
    this.io.close();
  }
}
