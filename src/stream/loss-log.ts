import { LOSS_CLOCKS, LOSS_KINDS, type LossEvent, type LossRecord } from './loss.js';
import { LOSS_CAUSES } from './loss-cause.js';

/** Numbers of a loss that are stored as they are, behind the kind, the cause and the clock. */
const PLAIN_FIELDS = [
  'atFrame',
  'playedFrames',
  'hwPtr',
  'applPtr',
  'wallMs',
  'monotonicNs',
  'durationNs',
  'fillFrames',
  'wakeupLatencyNs',
  'sinceLastWakeupNs',
] as const satisfies readonly (keyof LossEvent)[];
/** Numbers that are stored behind them as sums over all losses so far. */
const SUMMED_FIELDS = [
  'lostFrames',
  'silentFrames',
  'uncertaintyFrames',
] as const satisfies readonly (keyof LossEvent)[];
const FIRST_PLAIN = 3;
const FIRST_SUM = FIRST_PLAIN + PLAIN_FIELDS.length;
const RECORD_WORDS = FIRST_SUM + SUMMED_FIELDS.length;
/** Losses that a reader can be behind before it gets some of them as one. */
const CAPACITY = 1024;
/** One more, which the writer may be writing. */
const RECORDS = CAPACITY + 1;
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
  readonly #sums = SUMMED_FIELDS.map(() => 0);

  constructor(buffer = new SharedArrayBuffer(HEADER_BYTES + RECORDS * RECORD_WORDS * 8)) {
    this.buffer = buffer;
    ({ count: this.#count, records: this.#records } = viewsOf(buffer));
  }

  write(loss: LossRecord): void {
    const count = Atomics.load(this.#count, 0);
    SUMMED_FIELDS.forEach((field, index) => {
      this.#sums[index]! += loss[field];
    });
    const record = [
      LOSS_KINDS.indexOf(loss.kind),
      LOSS_CAUSES.indexOf(loss.cause),
      LOSS_CLOCKS.indexOf(loss.clock),
      ...PLAIN_FIELDS.map((field) => loss[field]),
      ...this.#sums,
    ];
    this.#records.set(record, (count % RECORDS) * RECORD_WORDS);
    Atomics.store(this.#count, 0, count + 1);
  }
}

/** Reads each loss of a `LossLog` once. */
export class LossReader {
  readonly #count: Int32Array;
  readonly #records: Float64Array;
  readonly #sums = SUMMED_FIELDS.map(() => 0);
  #nextIndex = 0;

  constructor(buffer: SharedArrayBuffer) {
    ({ count: this.#count, records: this.#records } = viewsOf(buffer));
  }

  /**
   * Returns the next loss, or undefined. The log keeps the last 1024 losses; the amounts of those
   * that the reader has missed are added to the oldest of them.
   */
  next(): LossEvent | undefined {
    for (;;) {
      const written = Atomics.load(this.#count, 0);
      if (this.#nextIndex === written) return undefined;
      const index = Math.max(this.#nextIndex, written - CAPACITY);
      const first = (index % RECORDS) * RECORD_WORDS;
      const record = this.#records.slice(first, first + RECORD_WORDS);
      // Otherwise the writer may have overwritten the record meanwhile.
      if (Atomics.load(this.#count, 0) - CAPACITY <= index) return this.#take(index, record);
    }
  }

  /** Iterates over the losses that were not read yet. */
  *[Symbol.iterator](): Generator<LossEvent> {
    for (let loss = this.next(); loss !== undefined; loss = this.next()) yield loss;
  }

  #take(index: number, record: Float64Array): LossEvent {
    const count = index + 1 - this.#nextIndex;
    this.#nextIndex = index + 1;
    const plain = PLAIN_FIELDS.map((field, nth) => [field, record[FIRST_PLAIN + nth]!]);
    const amounts = SUMMED_FIELDS.map((field, nth) => {
      const before = this.#sums[nth]!;
      this.#sums[nth] = record[FIRST_SUM + nth]!;
      return [field, this.#sums[nth] - before];
    });
    return {
      kind: LOSS_KINDS[record[0]!]!,
      cause: LOSS_CAUSES[record[1]!]!,
      clock: LOSS_CLOCKS[record[2]!]!,
      count,
      ...Object.fromEntries([...plain, ...amounts]),
    };
  }
}
