import type { MmapOptions } from '../../core/mmap-io.js';
import { MmapPlayback } from '../../core/mmap-playback.js';
import type { SampleData } from '../../core/sample-data.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PointerTrack } from '../pointer-track.js';

/**
 * The side of a loop that plays: silence, from a known frame on a signal on every channel, silence again.
 * Its ring is kept full. The device is to be open with `stopThreshold: 'never'`.
 */
export class LoopPlayer {
  readonly device: PcmDevice;
  readonly io: MmapPlayback;
  readonly track: PointerTrack;
  /** Frames that were queued before the signal's first one when that was committed. */
  queuedFrames = 0;
  /** The last frame that the hardware was not given in time; -1 where there is none. */
  dryFrame = -1;
  /** Raw samples: as they are played, and upside down. */
  #signal: Float64Array = new Float64Array(0);
  #inverse: Float64Array = new Float64Array(0);
  #signalFrame = 0;
  /** Frames committed since the start. */
  #written = 0;

  constructor(device: PcmDevice, options: MmapOptions) {
    this.device = device;
    this.io = new MmapPlayback(device, options);
    this.track = new PointerTrack(device, this.io);
  }

  /** Fills the ring, from PREPARED. @param signal on unit scale, from frame `signalFrame` on */
  begin(signal: Float64Array, signalFrame: number): void {
    this.#signal = signal.map((value) => this.io.codec.fromNormalized(value));
    this.#inverse = signal.map((value) => this.io.codec.fromNormalized(-value));
    this.#signalFrame = signalFrame;
    this.#written = 0;
    this.dryFrame = -1;
    this.track.begin();
    this.fill();
  }

  /** Writes all that there is room for. */
  fill(): void {
    const missed = this.io.forwardPastUnderrun();
    this.#written += missed;
    if (missed > 0) this.dryFrame = this.#written - 1;
    for (const region of this.io.dataPtr()) {
      const first = this.#written;
      if (first <= this.#signalFrame && this.#signalFrame < first + region.frames) {
        this.queuedFrames = this.#signalFrame - this.track.position;
      }
      region.fillSilence();
      const from = Math.max(0, this.#signalFrame - first);
      const to = Math.min(region.frames, this.#signalFrame + this.#signal.length - first);
      for (let frame = from; frame < to; frame++) {
        const raw = this.#signal[first + frame - this.#signalFrame]!;
        for (let channel = 0; channel < region.channels; channel++) region.set(frame, channel, raw);
      }
      this.#written += region.frames;
      this.io.commit(region.frames);
    }
  }

  /** Turns frames of the signal upside down that wait in the ring already, the first one first. */
  turn(ring: SampleData, from: number, to: number): void {
    for (let frame = from; frame < to; frame++) {
      const raw = this.#inverse[frame - this.#signalFrame]!;
      const place = frame % this.io.bufferSize;
      for (let channel = 0; channel < ring.channels; channel++) ring.set(place, channel, raw);
    }
  }

  /** What the kernel's DELAY says beyond the pointers, in frames; undefined without that ioctl. */
  claimedFrames(): number | undefined {
    const delay = this.device.positionCalls?.().delayIoctl();
    return delay === undefined ? undefined : delay - (this.io.bufferSize - this.io.avail());
  }

  close(): void {
    this.io.close();
  }
}
