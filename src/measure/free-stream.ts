import { mapStream } from '../core/map-stream.js';
import type { MmapOptions } from '../core/mmap-io.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { maxWaitMs } from '../stream/wait-strategy.js';
import { PointerTrack } from './pointer-track.js';

/**
 * A stream that runs for the sake of its pointer and is never stopped by an xrun: playback plays
 * silence, captured frames are dropped. appl_ptr stays half a ring from hw_ptr, so that a wait ends
 * at the next update, and a pointer that steps back by less has no effect.
 *
 * The device must be open with `stopThreshold: 'never'`.
 */
export class FreeStream extends PointerTrack {
  readonly #playback: boolean;
  readonly #half: number;
  readonly #limitMs: number;
  /** Frames committed since the start. */
  #applied = 0;
  #availMin = 0;

  constructor(device: PcmDevice, options: MmapOptions = {}) {
    super(device, mapStream(device, options));
    this.#playback = device.params.direction === 'playback';
    this.#half = this.io.bufferSize >> 1;
    this.#limitMs = maxWaitMs(device.params);
    if (this.#playback) for (const region of this.io.dataPtr()) region.fillSilence();
    this.follow();
  }

  start(): void {
    this.device.start();
    this.begin();
  }

  /** Moves appl_ptr behind hw_ptr. Does nothing while hw_ptr is behind its earlier position. */
  follow(): void {
    const frames = this.position + (this.#playback ? this.#half : -this.#half) - this.#applied;
    if (frames > 0) {
      this.io.commit(frames);
      this.#applied += frames;
    }
    const avail = this.position - this.#applied + (this.#playback ? this.io.bufferSize : 0);
    const availMin = Math.max(1, avail + 1);
    if (availMin === this.#availMin) return;
    this.#availMin = availMin;
    this.io.control.setAvailMin(availMin);
  }

  /** Waits for the next update of hw_ptr, up to about two periods. */
  wait(): void {
    this.device.wait(this.#limitMs);
  }

  close(): void {
    this.io.close();
  }
}
