import { SampleData } from '../../core/sample-data.js';
import type { LoopRecorder } from '../latency/loop-recorder.js';
import type { EarlyRead } from './statistic.js';

/** Reads the frames just below capture's hw_ptr at once, and again after they have settled. */
export class CaptureReader {
  readonly reads: EarlyRead[] = [];
  readonly #recorder: LoopRecorder;
  readonly #ring: SampleData;
  readonly #reach: number;
  readonly #early: Float64Array;
  /** hw_ptr at the first read; -1 if there is nothing to read again. */
  #pointerFrame = -1;

  constructor(recorder: LoopRecorder, reach: number) {
    this.#recorder = recorder;
    this.#ring = new SampleData(recorder.device);
    this.#reach = reach;
    this.#early = new Float64Array(reach * recorder.io.channels);
  }

  /** Reads the frames below hw_ptr; call it right after an update of hw_ptr. */
  read(): void {
    const { position } = this.#recorder;
    const { channels } = this.#recorder.io;
    const since = position - this.#pointerFrame;
    if (this.#pointerFrame >= 0 && since < this.#reach) return;
    // Valid until the ring wraps around to it.
    if (this.#pointerFrame >= 0 && since < 3 * this.#reach) this.#compare();
    this.#pointerFrame = -1;
    if (position < this.#reach) return;
    this.#pointerFrame = position;
    // The latest first: it changes soonest.
    for (let frame = this.#reach - 1; frame >= 0; frame--) {
      for (let channel = 0; channel < channels; channel++) {
        this.#early[frame * channels + channel] = this.#sample(frame, channel);
      }
    }
  }

  close(): void {
    this.#ring.close();
  }

  #compare(): void {
    const { channels } = this.#recorder.io;
    const changed = this.#early.findIndex(
      (early, i) => !Object.is(early, this.#sample(Math.floor(i / channels), i % channels)),
    );
    const settledFrames = changed < 0 ? this.#reach : Math.floor(changed / channels);
    const firstChangedFrame = this.#pointerFrame - this.#reach + settledFrames;
    this.reads.push({ pointerFrame: this.#pointerFrame, firstChangedFrame });
  }

  /** Sample of the part below the pointer. */
  #sample(frame: number, channel: number): number {
    const offset = (this.#pointerFrame - this.#reach + frame) % this.#ring.bufferSize;
    return this.#ring.get(offset, channel);
  }
}
