import type { SampleData } from './sample-data.js';

/** Called once: whole frames read, and samples handed out of the frame after them. */
type OnEnd = (frames: number, handedOut: number) => void;

/** The raw samples of a stretch of the ring, across its end; commits what was read when it ends. */
export class CaptureIter implements IterableIterator<number> {
  readonly #data: SampleData;
  readonly #offset: number;
  readonly #totalSamples: number;
  #nextSample: number;
  #onEnd: OnEnd | undefined;

  /**
   * @param place of the first frame in the ring
   * @param handedOut samples of the first frame that are not to be repeated
   */
  constructor(data: SampleData, place: number, frames: number, handedOut: number, finish: OnEnd) {
    this.#data = data;
    this.#offset = place;
    this.#totalSamples = frames * data.channels;
    this.#nextSample = handedOut;
    this.#onEnd = finish;
  }

  next(): IteratorResult<number, undefined> {
    if (this.#onEnd === undefined || this.#nextSample >= this.#totalSamples) return this.return();
    const { channels, bufferSize } = this.#data;
    const channel = this.#nextSample % channels;
    const frame = (this.#nextSample - channel) / channels;
    this.#nextSample++;
    return { done: false, value: this.#data.get((this.#offset + frame) % bufferSize, channel) };
  }

  /** Leaving a `for` loop early comes here. */
  return(): IteratorResult<number, undefined> {
    const finish = this.#onEnd;
    this.#onEnd = undefined;
    const handedOut = this.#nextSample % this.#data.channels;
    finish?.((this.#nextSample - handedOut) / this.#data.channels, handedOut);
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
