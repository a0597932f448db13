import type { SampleData } from './sample-data.js';

/** Receives the number of whole frames read, and of the samples delivered after them. */
type OnEnd = (frames: number, consumedSamples: number) => void;

/**
 * Iterator over the raw samples of a range of the ring, across its end. Calls `onEnd` once, when
 * the range is exhausted or the loop is left. `MmapCapture.iter` creates it. Source: alsa-rs
 * `direct::pcm`, `CaptureIter`.
 * @example
 * import { openDevice } from 'alsa-mmap';
 * import { MmapCapture } from 'alsa-mmap/direct';
 *
 * const device = await openDevice('hw:1', { direction: 'capture', channels: 2 });
 * const io = new MmapCapture(device);
 * device.start();
 * device.wait(1000);
 * const samples = io.iter(); // commits the frames read when it ends
 * console.log([...samples].length % 2); // 0
 * io.close();
 * device.close();
 */
export class CaptureIter implements IterableIterator<number> {
  readonly #data: SampleData;
  readonly #offset: number;
  readonly #totalSamples: number;
  #nextSample: number;
  #onEnd: OnEnd | undefined;

  /**
   * @param offset offset of the first frame in the ring, in frames
   * @param frames length of the range in frames
   * @param consumedSamples samples of the first frame that an earlier iterator delivered
   */
  constructor(
    data: SampleData,
    offset: number,
    frames: number,
    consumedSamples: number,
    onEnd: OnEnd,
  ) {
    this.#data = data;
    this.#offset = offset;
    this.#totalSamples = frames * data.channels;
    this.#nextSample = consumedSamples;
    this.#onEnd = onEnd;
  }

  /** @throws CLOSED if the memory was unmapped */
  next(): IteratorResult<number, undefined> {
    if (this.#onEnd === undefined || this.#nextSample >= this.#totalSamples) return this.return();
    const { channels, bufferSize } = this.#data;
    const channel = this.#nextSample % channels;
    const frame = (this.#nextSample - channel) / channels;
    this.#nextSample++;
    return { done: false, value: this.#data.get((this.#offset + frame) % bufferSize, channel) };
  }

  /** Ends the iteration; a `for` loop that is left early calls it. */
  return(): IteratorResult<number, undefined> {
    const onEnd = this.#onEnd;
    this.#onEnd = undefined;
    const consumedSamples = this.#nextSample % this.#data.channels;
    onEnd?.((this.#nextSample - consumedSamples) / this.#data.channels, consumedSamples);
    return { done: true, value: undefined };
  }

  /** Returns itself, so that `for` takes the iterator. */
  [Symbol.iterator](): this {
    return this;
  }
}
