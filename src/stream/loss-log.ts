import { LOSS_CAUSES, type LossEvent } from './loss.js';

/** The numbers of a record, in the order in which they are stored after the cause. */
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

/** Lays the number of losses and their records over shared memory. */
function viewsOf(buffer: SharedArrayBuffer) {
  return { count: new Int32Array(buffer, 0, 1), records: new Float64Array(buffer, HEADER_BYTES) };
}

/**
 * Log of a stream's losses in shared memory: one writer, any number of readers. A loss is written
 * before any later frame is handed over. A reader that reads the number of readable frames first
 * and the losses second therefore knows every loss among those frames.
 */
export class LossLog {
  readonly buffer: SharedArrayBuffer;
  readonly #count: Int32Array;
  readonly #records: Float64Array;

  constructor(buffer = new SharedArrayBuffer(HEADER_BYTES + CAPACITY * RECORD_WORDS * 8)) {
    this.buffer = buffer;
    ({ count: this.#count, records: this.#records } = viewsOf(buffer));
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

/** Reads each loss of a `LossLog` once. */
export class LossReader {
  readonly #count: Int32Array;
  readonly #records: Float64Array;
  #nextIndex = 0;

  constructor(buffer: SharedArrayBuffer) {
    ({ count: this.#count, records: this.#records } = viewsOf(buffer));
  }

  /** Returns the next loss, or undefined. The log keeps the last 1024 losses. */
  next(): LossEvent | undefined {
    const count = Atomics.load(this.#count, 0);
    if (this.#nextIndex === count) return undefined;
    this.#nextIndex = Math.max(this.#nextIndex, count - CAPACITY);
    const first = (this.#nextIndex++ % CAPACITY) * RECORD_WORDS;
    const numbers = FIELDS.map((field, index) => [field, this.#records[first + 1 + index]!]);
    return { cause: LOSS_CAUSES[this.#records[first]!]!, ...Object.fromEntries(numbers) };
  }

  /** Iterates over the losses that were not read yet. */
  *[Symbol.iterator](): Generator<LossEvent> {
    for (let loss = this.next(); loss !== undefined; loss = this.next()) yield loss;
  }
}
