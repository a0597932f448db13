/** State and pointers of a stream at a sample that differs from the one before. */
export interface PointerSample {
  /** CLOCK_MONOTONIC before the sample before was read, which had other values. */
  readonly sinceNs: number;
  /** CLOCK_MONOTONIC after this one was read. */
  readonly ns: number;
  /** Number of the PCM's state. */
  readonly state: number;
  readonly hwPtr: number;
  readonly applPtr: number;
}

const CAPACITY = 4096;
const WORDS = 5;
const HEADER_BYTES = 8;

/** The latest samples of a stream, in memory that one thread writes and another one reads. */
export class SampleRing {
  readonly #words: Float64Array;
  /** Number of samples so far. */
  readonly #count: Int32Array;

  /** @param memory of `SampleRing.memory` */
  constructor(memory: SharedArrayBuffer) {
    this.#count = new Int32Array(memory, 0, 1);
    this.#words = new Float64Array(memory, HEADER_BYTES);
  }

  static memory(): SharedArrayBuffer {
    const bytes = CAPACITY * WORDS * Float64Array.BYTES_PER_ELEMENT;
    return new SharedArrayBuffer(HEADER_BYTES + bytes);
  }

  add({ sinceNs, ns, state, hwPtr, applPtr }: PointerSample): void {
    const count = this.#count[0]!;
    this.#words.set([sinceNs, ns, state, hwPtr, applPtr], WORDS * (count % CAPACITY));
    Atomics.store(this.#count, 0, count + 1);
  }

  /** Returns the samples that the writer has not begun to overwrite, oldest first. */
  read(): PointerSample[] {
    const end = Atomics.load(this.#count, 0);
    const words = this.#words.slice();
    // The writer may be at the next one.
    const first = Math.max(Atomics.load(this.#count, 0) + 1 - CAPACITY, 0);
    return Array.from({ length: Math.max(end - first, 0) }, (_, index) => {
      const at = WORDS * ((first + index) % CAPACITY);
      const [sinceNs, ns, state, hwPtr, applPtr] = words.subarray(at, at + WORDS);
      return { sinceNs: sinceNs!, ns: ns!, state: state!, hwPtr: hwPtr!, applPtr: applPtr! };
    });
  }
}
