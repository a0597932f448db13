/// <reference lib="es2024.sharedmemory" />

import { AlsaMmapError } from '../device/errors.js';

const HEADER_BYTES = 64;
/** Twice as many still fit into an index of 32 bits. */
const MAX_FRAMES = 2 ** 30 - 1;
/** 32-bit words of the header. */
const WRITE_INDEX = 0;
const READ_INDEX = 1;
const ENDED = 2;
const WAITERS = 3;

/** Contiguous frames in a FIFO's `bytes`. */
export interface FifoSegment {
  byteOffset: number;
  frames: number;
}

/**
 * Lock-free FIFO of frames between two threads: one writer, one reader.
 *
 * The indices are stored and loaded with Atomics, and frames are copied in between: the reader sees
 * written frames before the write index covers them, and room is released only after it was read.
 * Both indices run from 0 to twice the capacity, so that full and empty differ. A waiter counts
 * itself in WAITERS before it checks the index for the last time; without a waiter the other side
 * saves the expensive notify.
 */
export class FrameFifo {
  readonly buffer: SharedArrayBuffer;
  readonly frameBytes: number;
  readonly capacity: number;
  /** Memory of the frames, which the segments refer to. */
  readonly bytes: Uint8Array;
  readonly #header: Int32Array;
  readonly #segments: readonly [FifoSegment, FifoSegment] = [
    { byteOffset: 0, frames: 0 },
    { byteOffset: 0, frames: 0 },
  ];

  /**
   * @param capacity in frames, at most `MAX_FRAMES`
   * @throws USAGE if it is more, FAILED if there is no memory for it
   */
  static allocate(capacity: number, frameBytes: number): FrameFifo {
    const size = `a FIFO of ${capacity} frames`;
    if (capacity > MAX_FRAMES) {
      throw new AlsaMmapError('USAGE', `${size} is too long; at most ${MAX_FRAMES} are possible`);
    }
    let memory: SharedArrayBuffer;
    try {
      memory = new SharedArrayBuffer(HEADER_BYTES + capacity * frameBytes);
    } catch (cause) {
      throw new AlsaMmapError('FAILED', `no memory for ${size}; use a shorter one`, { cause });
    }
    return new FrameFifo(memory, frameBytes);
  }

  constructor(buffer: SharedArrayBuffer, frameBytes: number) {
    this.buffer = buffer;
    this.frameBytes = frameBytes;
    this.capacity = Math.floor((buffer.byteLength - HEADER_BYTES) / frameBytes);
    this.#header = new Int32Array(buffer, 0, 4);
    this.bytes = new Uint8Array(buffer, HEADER_BYTES, this.capacity * frameBytes);
  }

  /** Frames that can be read now. */
  get readableFrames(): number {
    const frames = Atomics.load(this.#header, WRITE_INDEX) - Atomics.load(this.#header, READ_INDEX);
    return frames < 0 ? frames + 2 * this.capacity : frames;
  }

  /** Frames that can be written now. */
  get writableFrames(): number {
    return this.capacity - this.readableFrames;
  }

  /** Returns the segments of the next `frames` writable frames: the same two objects each time. */
  writableSegments(frames: number): readonly [FifoSegment, FifoSegment] {
    return this.#segmentsFrom(
      Atomics.load(this.#header, WRITE_INDEX),
      Math.min(frames, this.writableFrames),
    );
  }

  /** Returns the segments of the next `frames` readable frames: the same two objects each time. */
  readableSegments(frames: number): readonly [FifoSegment, FifoSegment] {
    return this.#segmentsFrom(
      Atomics.load(this.#header, READ_INDEX),
      Math.min(frames, this.readableFrames),
    );
  }

  /** Makes frames that were copied into the writable segments readable. */
  commitWrite(frames: number): void {
    this.#advanceIndex(WRITE_INDEX, frames);
  }

  /** Releases the room of frames that were read. */
  commitRead(frames: number): void {
    this.#advanceIndex(READ_INDEX, frames);
  }

  /**
   * Writes whole frames from `source` until the FIFO is full.
   * @returns frames written
   */
  write(source: Uint8Array): number {
    const frames = Math.min(this.writableFrames, Math.floor(source.byteLength / this.frameBytes));
    let from = 0;
    for (const segment of this.writableSegments(frames)) {
      const bytes = segment.frames * this.frameBytes;
      this.bytes.set(source.subarray(from, from + bytes), segment.byteOffset);
      from += bytes;
    }
    this.commitWrite(frames);
    return frames;
  }

  /**
   * Reads whole frames into `target` until it is full or the FIFO is empty.
   * @returns frames read
   */
  read(target: Uint8Array): number {
    const frames = Math.min(this.readableFrames, Math.floor(target.byteLength / this.frameBytes));
    let to = 0;
    for (const segment of this.readableSegments(frames)) {
      const bytes = segment.frames * this.frameBytes;
      target.set(this.bytes.subarray(segment.byteOffset, segment.byteOffset + bytes), to);
      to += bytes;
    }
    this.commitRead(frames);
    return frames;
  }

  /** Declares that no more frames will be written. */
  close(): void {
    Atomics.store(this.#header, ENDED, 1);
    Atomics.notify(this.#header, WRITE_INDEX);
  }

  /** True when the FIFO is closed and every frame was read. */
  get exhausted(): boolean {
    return Atomics.load(this.#header, ENDED) === 1 && this.readableFrames === 0;
  }

  /** Blocks until a frame is readable, the FIFO is closed, or `timeoutMs` has passed. */
  waitUntilReadableSync(timeoutMs: number): void {
    const written = Atomics.load(this.#header, WRITE_INDEX);
    const isClosed = Atomics.load(this.#header, ENDED) === 1;
    if (isClosed || this.readableFrames > 0) return;
    Atomics.add(this.#header, WAITERS, 1);
    Atomics.wait(this.#header, WRITE_INDEX, written, timeoutMs);
    Atomics.sub(this.#header, WAITERS, 1);
  }

  /** Resolves when a frame is readable, at `close` or `wakeWaiters`, or after `timeoutMs`. */
  async waitUntilReadable(timeoutMs: number): Promise<void> {
    const written = Atomics.load(this.#header, WRITE_INDEX);
    const isClosed = Atomics.load(this.#header, ENDED) === 1;
    if (isClosed || this.readableFrames > 0) return;
    await this.#waitForChange(WRITE_INDEX, written, timeoutMs);
  }

  /** Resolves when a frame is writable, at `wakeWaiters`, or after `timeoutMs`. */
  async waitUntilWritable(timeoutMs: number): Promise<void> {
    const read = Atomics.load(this.#header, READ_INDEX);
    if (this.writableFrames === 0) await this.#waitForChange(READ_INDEX, read, timeoutMs);
  }

  /** Ends every pending wait. */
  wakeWaiters(): void {
    Atomics.notify(this.#header, WRITE_INDEX);
    Atomics.notify(this.#header, READ_INDEX);
  }

  #advanceIndex(word: typeof WRITE_INDEX | typeof READ_INDEX, frames: number): void {
    const index = Atomics.load(this.#header, word) + frames;
    const wrapAt = 2 * this.capacity;
    Atomics.store(this.#header, word, index >= wrapAt ? index - wrapAt : index);
    if (Atomics.load(this.#header, WAITERS) > 0) Atomics.notify(this.#header, word);
  }

  async #waitForChange(
    word: typeof WRITE_INDEX | typeof READ_INDEX,
    value: number,
    timeoutMs: number,
  ): Promise<void> {
    Atomics.add(this.#header, WAITERS, 1);
    try {
      // Keeps no process alive: the other thread does.
      await Atomics.waitAsync(this.#header, word, value, timeoutMs).value;
    } finally {
      Atomics.sub(this.#header, WAITERS, 1);
    }
  }

  #segmentsFrom(index: number, frames: number): readonly [FifoSegment, FifoSegment] {
    const [first, second] = this.#segments;
    const frame = index >= this.capacity ? index - this.capacity : index;
    first.byteOffset = frame * this.frameBytes;
    first.frames = Math.min(frames, this.capacity - frame);
    second.byteOffset = 0;
    second.frames = frames - first.frames;
    return this.#segments;
  }
}
