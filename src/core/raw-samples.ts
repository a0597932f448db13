import type { SampleData } from './sample-data.js';

/** What `writeSamples` did: how far it came, and whether the iterator had ended there. */
export interface WriteResult {
  readonly ended: boolean;
  readonly samples: number;
}

/**
 * One unbroken region of the ring (the seed's part 1.11): `frames` frames from `place` on. It says
 * where the samples are, it does not hold them; it is valid until the next `dataPtr` or `commit`.
 */
export class RawSamples {
  readonly #data: SampleData;
  offset = 0;
  frames = 0;

  constructor(data: SampleData) {
    this.#data = data;
  }

  get channels(): number {
    return this.#data.channels;
  }

  /** frames x channels. */
  get samples(): number {
    return this.frames * this.#data.channels;
  }

  get(frame: number, channel: number): number {
    return this.#data.get(this.offset + frame, channel);
  }

  /** @param raw a raw sample of the ring's format */
  set(frame: number, channel: number, raw: number): void {
    this.#data.set(this.offset + frame, channel, raw);
  }

  /**
   * Stores raw samples, channel after channel within a frame, until the region is full or the
   * iterator ends. An iterator is asked for a sample only where there is room for it, and never
   * again after its end.
   * @param from how many samples of the region are stored already
   */
  writeSamples(iterator: Iterator<number>, from = 0): WriteResult {
    const { channels, samples } = this;
    for (let sample = from; sample < samples; sample++) {
      const next = iterator.next();
      if (next.done === true) return { ended: true, samples: sample - from };
      this.set(Math.floor(sample / channels), sample % channels, next.value);
    }
    return { ended: false, samples: Math.max(0, samples - from) };
  }

  fillSilence(): void {
    this.#data.fillSilence(this.offset, this.frames);
  }

  /** Copies `frames` frames to the `to`-th on from interleaved bytes of the ring's own format. */
  copyIn(source: Uint8Array, sourceByte = 0, to = 0, frames = this.frames - to): void {
    this.#data.copyIn(this.offset + to, frames, source, sourceByte);
  }

  /** Copies `frames` frames from the `from`-th on, interleaved, in the ring's own format. */
  copyOut(target: Uint8Array, targetByte = 0, from = 0, frames = this.frames - from): void {
    this.#data.copyOut(this.offset + from, frames, target, targetByte);
  }
}
