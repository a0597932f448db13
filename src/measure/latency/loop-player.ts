import type { MmapOptions } from '../../core/mmap-io.js';
import { MmapPlayback } from '../../core/mmap-playback.js';
import type { SampleData } from '../../core/sample-data.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PointerTrack } from '../pointer-track.js';

/**
 * Playing side of a loop: silence, then a signal on each channel from a known frame on, then
 * silence. Its ring is kept full. Lateness is detected if the device is open with
 * `stopThreshold: 'never'`; otherwise the stream stops.
 */
export class LoopPlayer extends PointerTrack<MmapPlayback> {
  /** Frames queued before the first frame of the signal when that was committed. */
  queuedFrames = 0;
  /** Last frame that was committed too late; -1 if none was. */
  underrunFrame = -1;
  /** Raw samples of each channel's signal, as played and inverted. */
  #signals: readonly Float64Array[] = [];
  #inverses: readonly Float64Array[] = [];
  #signalFrame = 0;
  /** Frames committed since the start. */
  #written = 0;

  constructor(device: PcmDevice, options: MmapOptions) {
    super(device, new MmapPlayback(device, { syncPtr: options.syncPtr }));
  }

  /**
   * Fills the ring of a prepared stream.
   * @param signals of equal length, one for each channel, or one for all: samples from -1 to 1,
   * from frame `signalFrame` on
   */
  play(signals: readonly Float64Array[], signalFrame: number): void {
    const raw = (gain: number) =>
      Array.from({ length: this.io.channels }, (_, channel) =>
        signals[channel % signals.length]!.map((value) =>
          this.io.codec.fromNormalized(gain * value),
        ),
      );
    this.#signals = raw(1);
    this.#inverses = raw(-1);
    this.#signalFrame = signalFrame;
    this.#written = 0;
    this.underrunFrame = -1;
    this.begin();
    this.fill();
  }

  /** Writes as many frames as there is room for. */
  fill(): void {
    const missed = this.io.forwardPastUnderrun();
    this.#written += missed;
    if (missed > 0) this.underrunFrame = this.#written - 1;
    for (const region of this.io.dataPtr()) {
      const first = this.#written;
      if (first <= this.#signalFrame && this.#signalFrame < first + region.frames) {
        this.queuedFrames = this.#signalFrame - this.position;
      }
      region.fillSilence();
      const from = Math.max(0, this.#signalFrame - first);
      const to = Math.min(region.frames, this.#signalFrame + this.#signals[0]!.length - first);
      for (let channel = 0; channel < region.channels; channel++) {
        const signal = this.#signals[channel]!;
        for (let frame = from; frame < to; frame++) {
          region.set(frame, channel, signal[first + frame - this.#signalFrame]!);
        }
      }
      this.#written += region.frames;
      this.io.commit(region.frames);
    }
  }

  /** Inverts frames of the signal that are already in the ring, the first one first. */
  invert(ring: SampleData, from: number, to: number): void {
    for (let channel = 0; channel < ring.channels; channel++) {
      const inverse = this.#inverses[channel]!;
      for (let frame = from; frame < to; frame++) {
        ring.set(frame % this.io.bufferSize, channel, inverse[frame - this.#signalFrame]!);
      }
    }
  }

  /** Frames that the kernel's DELAY adds to the pointers; undefined without that ioctl. */
  claimedFrames(): number | undefined {
    const delay = this.device.positionCalls?.().delayIoctl();
    return delay === undefined ? undefined : delay - (this.io.bufferSize - this.io.avail());
  }

  close(): void {
    this.io.close();
  }
}
