import { waitForChange } from './wait-for-change.js';

const HEADER_BYTES = 64;
/** 32-bit words of the head: where is put, where is taken, whether the last frame was put, who waits. */
const WRITE_INDEX = 0;
const READ_INDEX = 1;
const ENDED = 2;
const WAITERS = 3;

/** Frames that lie side by side in a FIFO's `bytes`. */
export interface FifoSegment {
  byteOffset: number;
  frames: number;
}

/**
 * Frames on their way from one thread to another: one puts, one takes, nobody holds a lock.
 *
 * What was put in is visible before the place that tells of it, and room is given back only after
 * it was read: the places are stored and loaded with Atomics, the frames in between. Both places
 * run from 0 to twice the capacity, so that full and empty differ. Whoever sleeps until a place changes
 * says so before it looks at it for the last time: where nobody does, nobody is woken, which is dear.
 */
export class FrameFifo {
  readonly buffer: SharedArrayBuffer;
  readonly frameBytes: number;
  readonly capacity: number;
  /** The frames' memory, in which the pieces lie. */
  readonly bytes: Uint8Array;
  readonly #header: Int32Array;
  readonly #segments: readonly [FifoSegment, FifoSegment] = [
    { byteOffset: 0, frames: 0 },
    { byteOffset: 0, frames: 0 },
  ];

  /** @param capacity in frames, below 2^30 */
  static allocate(capacity: number, frameBytes: number): FrameFifo {
    return new FrameFifo(new SharedArrayBuffer(HEADER_BYTES + capacity * frameBytes), frameBytes);
  }

  constructor(buffer: SharedArrayBuffer, frameBytes: number) {
    this.buffer = buffer;
    this.frameBytes = frameBytes;
    this.capacity = Math.floor((buffer.byteLength - HEADER_BYTES) / frameBytes);
    this.#header = new Int32Array(buffer, 0, 4);
    this.bytes = new Uint8Array(buffer, HEADER_BYTES, this.capacity * frameBytes);
  }

  /** Frames that wait to be taken. */
  get readableFrames(): number {
    const frames = Atomics.load(this.#header, WRITE_INDEX) - Atomics.load(this.#header, READ_INDEX);
    return frames < 0 ? frames + 2 * this.capacity : frames;
  }

  /** Frames that find room. */
  get writableFrames(): number {
    return this.capacity - this.readableFrames;
  }

  /** Where the next `frames` frames of the room lie: the same two objects each time. */
  writableSegments(frames: number): readonly [FifoSegment, FifoSegment] {
    return this.#segmentsFrom(
      Atomics.load(this.#header, WRITE_INDEX),
      Math.min(frames, this.writableFrames),
    );
  }

  /** Where the first `frames` of the frames that wait lie: the same two objects each time. */
  readableSegments(frames: number): readonly [FifoSegment, FifoSegment] {
    return this.#segmentsFrom(
      Atomics.load(this.#header, READ_INDEX),
      Math.min(frames, this.readableFrames),
    );
  }

  /** Hands over frames that were copied into the room. */
  commitWrite(frames: number): void {
    this.#advanceIndex(WRITE_INDEX, frames);
  }

  /** Gives back the room of frames that were read. */
  commitRead(frames: number): void {
    this.#advanceIndex(READ_INDEX, frames);
  }

  /**
   * Puts whole frames from `source`, as many as find room.
   * @returns frames put
   */
  write(source: Uint8Array): number {
    const frames = Math.min(this.writableFrames, Math.floor(source.byteLength / this.frameBytes));
    let from = 0;
    for (const piece of this.writableSegments(frames)) {
      const bytes = piece.frames * this.frameBytes;
      this.bytes.set(source.subarray(from, from + bytes), piece.byteOffset);
      from += bytes;
    }
    this.commitWrite(frames);
    return frames;
  }

  /**
   * Takes frames in one piece into `target`.
   * @returns frames taken, as many as wait and fit
   */
  read(target: Uint8Array): number {
    const frames = Math.min(this.readableFrames, Math.floor(target.byteLength / this.frameBytes));
    let to = 0;
    for (const piece of this.readableSegments(frames)) {
      const bytes = piece.frames * this.frameBytes;
      target.set(this.bytes.subarray(piece.byteOffset, piece.byteOffset + bytes), to);
      to += bytes;
    }
    this.commitRead(frames);
    return frames;
  }

  /** Says that no more frames will be put. */
  close(): void {
    Atomics.store(this.#header, ENDED, 1);
    Atomics.notify(this.#header, WRITE_INDEX);
  }

  /** All that will ever be put was taken. */
  get exhausted(): boolean {
    return Atomics.load(this.#header, ENDED) === 1 && this.readableFrames === 0;
  }

  /** Sleeps until frames wait, or none will come, or for `timeoutMs`. */
  waitUntilReadableSync(timeoutMs: number): void {
    const put = Atomics.load(this.#header, WRITE_INDEX);
    const over = Atomics.load(this.#header, ENDED) === 1;
    if (over || this.readableFrames > 0) return;
    Atomics.add(this.#header, WAITERS, 1);
    Atomics.wait(this.#header, WRITE_INDEX, put, timeoutMs);
    Atomics.sub(this.#header, WAITERS, 1);
  }

  /** Resolves when frames wait, or none will come, or after `timeoutMs`, or at `wake`. */
  async waitUntilReadable(timeoutMs: number): Promise<void> {
    const put = Atomics.load(this.#header, WRITE_INDEX);
    const over = Atomics.load(this.#header, ENDED) === 1;
    if (!over && this.readableFrames === 0) await this.#waitForChange(WRITE_INDEX, put, timeoutMs);
  }

  /** Resolves when there is room, or after `timeoutMs`, or at `wake`. */
  async waitUntilWritable(timeoutMs: number): Promise<void> {
    const taken = Atomics.load(this.#header, READ_INDEX);
    if (this.writableFrames === 0) await this.#waitForChange(READ_INDEX, taken, timeoutMs);
  }

  /** Ends every wait. */
  wakeWaiters(): void {
    Atomics.notify(this.#header, WRITE_INDEX);
    Atomics.notify(this.#header, READ_INDEX);
  }

  #advanceIndex(word: typeof WRITE_INDEX | typeof READ_INDEX, frames: number): void {
    const place = Atomics.load(this.#header, word) + frames;
    const round = 2 * this.capacity;
    Atomics.store(this.#header, word, place >= round ? place - round : place);
    if (Atomics.load(this.#header, WAITERS) > 0) Atomics.notify(this.#header, word);
  }

  async #waitForChange(
    word: typeof WRITE_INDEX | typeof READ_INDEX,
    from: number,
    timeoutMs: number,
  ): Promise<void> {
    Atomics.add(this.#header, WAITERS, 1);
    try {
      await waitForChange(this.#header, word, from, timeoutMs);
    } finally {
      Atomics.sub(this.#header, WAITERS, 1);
    }
  }

  #segmentsFrom(word: number, frames: number): readonly [FifoSegment, FifoSegment] {
    const [first, second] = this.#segments;
    const place = word >= this.capacity ? word - this.capacity : word;
    first.byteOffset = place * this.frameBytes;
    first.frames = Math.min(frames, this.capacity - place);
    second.byteOffset = 0;
    second.frames = frames - first.frames;
    return this.#segments;
  }
}
