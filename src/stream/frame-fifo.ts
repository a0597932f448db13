const HEAD_BYTES = 64;
/** 64-bit words of the head: frames ever put in, frames ever taken out. */
const PUT = 0;
const TAKEN = 1;

/**
 * Frames on their way from a stream's thread to another: one thread puts, one takes, nobody waits.
 *
 * What was put in is visible before the count that tells of it, and room is given back only after
 * it was read: the counts are stored and loaded with Atomics, the frames in between.
 */
export class FrameFifo {
  readonly buffer: SharedArrayBuffer;
  readonly frameBytes: number;
  readonly capacity: number;
  readonly #counts: BigInt64Array;
  readonly #bytes: Uint8Array;

  /** @param capacity in frames */
  static allocate(capacity: number, frameBytes: number): FrameFifo {
    return new FrameFifo(new SharedArrayBuffer(HEAD_BYTES + capacity * frameBytes), frameBytes);
  }

  constructor(buffer: SharedArrayBuffer, frameBytes: number) {
    this.buffer = buffer;
    this.frameBytes = frameBytes;
    this.capacity = Math.floor((buffer.byteLength - HEAD_BYTES) / frameBytes);
    this.#counts = new BigInt64Array(buffer, 0, 2);
    this.#bytes = new Uint8Array(buffer, HEAD_BYTES, this.capacity * frameBytes);
  }

  /** Frames that wait to be taken. */
  get waiting(): number {
    return Number(Atomics.load(this.#counts, PUT) - Atomics.load(this.#counts, TAKEN));
  }

  /**
   * Puts as many of `frames` as find room; `copy` brings `count` frames, from the `from`-th on, to
   * `targetByte` of `target`.
   * @returns frames that were put in
   */
  put(
    frames: number,
    copy: (from: number, count: number, target: Uint8Array, targetByte: number) => void,
  ): number {
    const put = Atomics.load(this.#counts, PUT);
    const room = this.capacity - Number(put - Atomics.load(this.#counts, TAKEN));
    const count = Math.min(frames, room);
    const place = Number(put % BigInt(this.capacity));
    const first = Math.min(count, this.capacity - place);
    if (first > 0) copy(0, first, this.#bytes, place * this.frameBytes);
    if (count > first) copy(first, count - first, this.#bytes, 0);
    Atomics.store(this.#counts, PUT, put + BigInt(count));
    Atomics.notify(this.#counts, PUT);
    return count;
  }

  /**
   * Shows up to `most` of the frames that wait, without taking them: `copy` gets `count` frames at
   * `sourceByte` of `source`, which are to go to the `to`-th on.
   * @returns frames shown
   */
  peek(
    most: number,
    copy: (source: Uint8Array, sourceByte: number, to: number, count: number) => void,
  ): number {
    const count = Math.min(this.waiting, most);
    const place = Number(Atomics.load(this.#counts, TAKEN) % BigInt(this.capacity));
    const first = Math.min(count, this.capacity - place);
    if (first > 0) copy(this.#bytes, place * this.frameBytes, 0, first);
    if (count > first) copy(this.#bytes, 0, first, count - first);
    return count;
  }

  /** Takes frames that were shown. */
  drop(frames: number): void {
    Atomics.store(this.#counts, TAKEN, Atomics.load(this.#counts, TAKEN) + BigInt(frames));
  }

  /** Sleeps until frames wait, or for `timeoutMs`; whoever puts frames wakes it. */
  sleepUntilWaiting(timeoutMs: number): void {
    const put = Atomics.load(this.#counts, PUT);
    if (put === Atomics.load(this.#counts, TAKEN)) Atomics.wait(this.#counts, PUT, put, timeoutMs);
  }

  /**
   * Takes frames in one piece into `target`.
   * @returns frames taken, as many as are there and fit
   */
  take(target: Uint8Array): number {
    const taken = Atomics.load(this.#counts, TAKEN);
    const waiting = Number(Atomics.load(this.#counts, PUT) - taken);
    const count = Math.min(waiting, Math.floor(target.byteLength / this.frameBytes));
    const place = Number(taken % BigInt(this.capacity));
    const first = Math.min(count, this.capacity - place);
    const from = place * this.frameBytes;
    target.set(this.#bytes.subarray(from, from + first * this.frameBytes));
    target.set(this.#bytes.subarray(0, (count - first) * this.frameBytes), first * this.frameBytes);
    Atomics.store(this.#counts, TAKEN, taken + BigInt(count));
    return count;
  }
}
