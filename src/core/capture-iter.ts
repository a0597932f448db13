import type { SampleData } from './sample-data.js';

/** Called once: whole frames read, and samples handed out of the frame after them. */
type Finish = (frames: number, handedOut: number) => void;

/** The raw samples of a stretch of the ring, across its end; commits what was read when it ends. */
export class CaptureIter implements IterableIterator<number> {
  readonly #data: SampleData;
  readonly #place: number;
  readonly #total: number;
  #read: number;
  #finish: Finish | undefined;

  /**
   * @param place of the first frame in the ring
   * @param handedOut samples of the first frame that are not to be repeated
   */
  constructor(data: SampleData, place: number, frames: number, handedOut: number, finish: Finish) {
    this.#data = data;
    this.#place = place;
    this.#total = frames * data.channels;
    this.#read = handedOut;
    this.#finish = finish;
  }

  next(): IteratorResult<number, undefined> {
    if (this.#finish === undefined || this.#read >= this.#total) return this.return();
    const { channels, bufferSize } = this.#data;
    const channel = this.#read % channels;
    const frame = (this.#read - channel) / channels;
    this.#read++;
    return { done: false, value: this.#data.get((this.#place + frame) % bufferSize, channel) };
  }

  /** Leaving a `for` loop early comes here. */
  return(): IteratorResult<number, undefined> {
    const finish = this.#finish;
    this.#finish = undefined;
    const handedOut = this.#read % this.#data.channels;
    finish?.((this.#read - handedOut) / this.#data.channels, handedOut);
    return { done: true, value: undefined };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
