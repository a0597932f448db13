import { changed } from './changed.js';

const HEAD_BYTES = 64;
/** 32-bit words of the head: where is put, where is taken, whether the last frame was put, who waits. */
const PUT = 0;
const TAKEN = 1;
const ENDED = 2;
const WAITERS = 3;

/** Frames that lie side by side in a FIFO's `bytes`. */
export interface FifoPiece {
  byte: number;
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
  readonly #words: Int32Array;
  readonly #pieces: readonly [FifoPiece, FifoPiece] = [
    { byte: 0, frames: 0 },
    { byte: 0, frames: 0 },
  ];

  /** @param capacity in frames, below 2^30 */
  static allocate(capacity: number, frameBytes: number): FrameFifo {
    return new FrameFifo(new SharedArrayBuffer(HEAD_BYTES + capacity * frameBytes), frameBytes);
  }

  constructor(buffer: SharedArrayBuffer, frameBytes: number) {
    this.buffer = buffer;
    this.frameBytes = frameBytes;
    this.capacity = Math.floor((buffer.byteLength - HEAD_BYTES) / frameBytes);
    this.#words = new Int32Array(buffer, 0, 4);
    this.bytes = new Uint8Array(buffer, HEAD_BYTES, this.capacity * frameBytes);
  }

  /** Frames that wait to be taken. */
  get waiting(): number {
    const frames = Atomics.load(this.#words, PUT) - Atomics.load(this.#words, TAKEN);
    return frames < 0 ? frames + 2 * this.capacity : frames;
  }

  /** Frames that find room. */
  get room(): number {
    return this.capacity - this.waiting;
  }

  /** Where the next `frames` frames of the room lie: the same two objects each time. */
  roomPieces(frames: number): readonly [FifoPiece, FifoPiece] {
    return this.#piecesFrom(Atomics.load(this.#words, PUT), Math.min(frames, this.room));
  }

  /** Where the first `frames` of the frames that wait lie: the same two objects each time. */
  waitingPieces(frames: number): readonly [FifoPiece, FifoPiece] {
    return this.#piecesFrom(Atomics.load(this.#words, TAKEN), Math.min(frames, this.waiting));
  }

  /** Hands over frames that were copied into the room. */
  put(frames: number): void {
    this.#advance(PUT, frames);
  }

  /** Gives back the room of frames that were read. */
  drop(frames: number): void {
    this.#advance(TAKEN, frames);
  }

  /**
   * Puts whole frames from `source`, as many as find room.
   * @returns frames put
   */
  write(source: Uint8Array): number {
    const frames = Math.min(this.room, Math.floor(source.byteLength / this.frameBytes));
    let from = 0;
    for (const piece of this.roomPieces(frames)) {
      const bytes = piece.frames * this.frameBytes;
      this.bytes.set(source.subarray(from, from + bytes), piece.byte);
      from += bytes;
    }
    this.put(frames);
    return frames;
  }

  /**
   * Takes frames in one piece into `target`.
   * @returns frames taken, as many as wait and fit
   */
  take(target: Uint8Array): number {
    const frames = Math.min(this.waiting, Math.floor(target.byteLength / this.frameBytes));
    let to = 0;
    for (const piece of this.waitingPieces(frames)) {
      const bytes = piece.frames * this.frameBytes;
      target.set(this.bytes.subarray(piece.byte, piece.byte + bytes), to);
      to += bytes;
    }
    this.drop(frames);
    return frames;
  }

  /** Says that no more frames will be put. */
  end(): void {
    Atomics.store(this.#words, ENDED, 1);
    Atomics.notify(this.#words, PUT);
  }

  /** All that will ever be put was taken. */
  get exhausted(): boolean {
    return Atomics.load(this.#words, ENDED) === 1 && this.waiting === 0;
  }

  /** Sleeps until frames wait, or none will come, or for `timeoutMs`. */
  sleepUntilWaiting(timeoutMs: number): void {
    const put = Atomics.load(this.#words, PUT);
    const over = Atomics.load(this.#words, ENDED) === 1;
    if (over || this.waiting > 0) return;
    Atomics.add(this.#words, WAITERS, 1);
    Atomics.wait(this.#words, PUT, put, timeoutMs);
    Atomics.sub(this.#words, WAITERS, 1);
  }

  /** Resolves when frames wait, or none will come, or after `timeoutMs`, or at `wake`. */
  async untilWaiting(timeoutMs: number): Promise<void> {
    const put = Atomics.load(this.#words, PUT);
    const over = Atomics.load(this.#words, ENDED) === 1;
    if (!over && this.waiting === 0) await this.#changed(PUT, put, timeoutMs);
  }

  /** Resolves when there is room, or after `timeoutMs`, or at `wake`. */
  async untilRoom(timeoutMs: number): Promise<void> {
    const taken = Atomics.load(this.#words, TAKEN);
    if (this.room === 0) await this.#changed(TAKEN, taken, timeoutMs);
  }

  /** Ends every wait. */
  wake(): void {
    Atomics.notify(this.#words, PUT);
    Atomics.notify(this.#words, TAKEN);
  }

  #advance(word: typeof PUT | typeof TAKEN, frames: number): void {
    const place = Atomics.load(this.#words, word) + frames;
    const round = 2 * this.capacity;
    Atomics.store(this.#words, word, place >= round ? place - round : place);
    if (Atomics.load(this.#words, WAITERS) > 0) Atomics.notify(this.#words, word);
  }

  async #changed(word: typeof PUT | typeof TAKEN, from: number, timeoutMs: number): Promise<void> {
    Atomics.add(this.#words, WAITERS, 1);
    try {
      await changed(this.#words, word, from, timeoutMs);
    } finally {
      Atomics.sub(this.#words, WAITERS, 1);
    }
  }

  #piecesFrom(word: number, frames: number): readonly [FifoPiece, FifoPiece] {
    const [first, second] = this.#pieces;
    const place = word >= this.capacity ? word - this.capacity : word;
    first.byte = place * this.frameBytes;
    first.frames = Math.min(frames, this.capacity - place);
    second.byte = 0;
    second.frames = frames - first.frames;
    return this.#pieces;
  }
}
