import { MmapCapture } from '../../core/mmap-capture.js';
import type { MmapOptions } from '../../core/mmap-io.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PointerTrack } from '../pointer-track.js';

/**
 * The side of a loop that listens: keeps what it hears from the start on, a channel at a time, on unit
 * scale. The device is to be open with `stopThreshold: 'never'`.
 */
export class LoopRecorder {
  readonly device: PcmDevice;
  readonly io: MmapCapture;
  readonly track: PointerTrack;
  /** Samples at either end of the range. */
  clipped = 0;
  /** The last frame that was lost before it was read, and stays silent here; -1 where there is none. */
  lostFrame = -1;
  #channels: Float64Array[] = [];
  #read = 0;

  constructor(device: PcmDevice, options: MmapOptions) {
    this.device = device;
    this.io = new MmapCapture(device, options);
    this.track = new PointerTrack(device, this.io);
  }

  /** From PREPARED. @param frames as many are kept */
  begin(frames: number): void {
    this.#channels = Array.from({ length: this.io.channels }, () => new Float64Array(frames));
    this.#read = 0;
    this.clipped = 0;
    this.lostFrame = -1;
    this.track.begin();
  }

  /** Takes all that there is, but for the latest `sparedFrames`. */
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

  /** Frames `from` to `to` of each channel, as far as they were heard. */
  heard(from: number, to: number): readonly Float64Array[] {
    const [first, last] = [Math.max(0, from), Math.min(this.#read, to)];
    return this.#channels.map((channel) => channel.subarray(first, Math.max(first, last)));
  }

  /** What the kernel's DELAY says beyond the pointers, in frames; undefined without that ioctl. */
  claimedFrames(): number | undefined {
    const delay = this.device.positionCalls?.().delayIoctl();
    return delay === undefined ? undefined : delay - this.io.avail();
  }

  close(): void {
    this.io.close();
  }
}
