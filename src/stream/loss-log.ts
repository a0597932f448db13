import { LOSS_CAUSES, type LossEvent } from './loss.js';

/** The numbers of a record, in the order in which they are stored after its cause. */
const FIELDS = [
  'atFrame',
  'wallMs',
  'monotonicNs',
  'durationNs',
  'lostFrames',
  'silentFrames',
  'fillFrames',
  'wakeupLatencyNs',
  'sinceLastWakeupNs',
] as const satisfies readonly (keyof LossEvent)[];
const RECORD_WORDS = 1 + FIELDS.length;
const CAPACITY = 1024;
const HEADER_BYTES = 8;

/**
 * Where a stream writes down what it lost, in memory that its watchers read: one writer, any number
 * of readers. A loss is written before any frame that comes after it is handed over, so whoever
 * first asks how many frames wait, and then for losses, knows of every hole among those frames.
 */
export class LossLog {
  readonly buffer: SharedArrayBuffer;
  readonly #count: Int32Array;
  readonly #records: Float64Array;

  constructor(buffer = new SharedArrayBuffer(HEADER_BYTES + CAPACITY * RECORD_WORDS * 8)) {
    this.buffer = buffer;
    this.#count = new Int32Array(buffer, 0, 1);
    this.#records = new Float64Array(buffer, HEADER_BYTES);
  }

  write(loss: LossEvent): void {
    const count = Atomics.load(this.#count, 0);
    const first = (count % CAPACITY) * RECORD_WORDS;
    this.#records[first] = LOSS_CAUSES.indexOf(loss.cause);
    FIELDS.forEach((field, index) => {
      this.#records[first + 1 + index] = loss[field];
    });
    Atomics.store(this.#count, 0, count + 1);
  }
}

/** Reads a `LossLog`, each loss once. */
export class LossReader {
  readonly #count: Int32Array;
  readonly #records: Float64Array;
  #nextIndex = 0;

  constructor(buffer: SharedArrayBuffer) {
    this.#count = new Int32Array(buffer, 0, 1);
    this.#records = new Float64Array(buffer, HEADER_BYTES);
  }

  /** The next loss; undefined where there is none yet. One that is 1024 losses old is gone. */
  next(): LossEvent | undefined {
    const count = Atomics.load(this.#count, 0);
    if (this.#nextIndex === count) return undefined;
    this.#nextIndex = Math.max(this.#nextIndex, count - CAPACITY);
    const first = (this.#nextIndex++ % CAPACITY) * RECORD_WORDS;
    const numbers = FIELDS.map((field, index) => [field, this.#records[first + 1 + index]!]);
    return { cause: LOSS_CAUSES[this.#records[first]!]!, ...Object.fromEntries(numbers) };
  }

  /** All that were not read yet. */
  *[Symbol.iterator](): Generator<LossEvent> {
    for (let loss = this.next(); loss !== undefined; loss = this.next()) yield loss;
  }
}
