import { type MidiInput, type MidiMessage, NO_MESSAGE } from './midi-message.js';

const CAPACITY = 1024;
const PUT = 0;
const TAKEN = 1;
const HEAD_WORDS = 2;

/** Lock-free queue of messages between two threads in shared memory. */
export class MessageQueue implements MidiInput {
  readonly buffer: SharedArrayBuffer;
  readonly #counts: Int32Array;
  readonly #messages: Int32Array;
  /** Messages arrive live, so no future message is known. */
  readonly dueFrame = Number.POSITIVE_INFINITY;
  readonly ended = false;

  constructor(buffer = new SharedArrayBuffer((HEAD_WORDS + CAPACITY) * 4)) {
    this.buffer = buffer;
    this.#counts = new Int32Array(buffer, 0, HEAD_WORDS);
    this.#messages = new Int32Array(buffer, HEAD_WORDS * 4, CAPACITY);
  }

  /** Returns false if the queue is full. */
  put(message: MidiMessage): boolean {
    const put = Atomics.load(this.#counts, PUT);
    // The counters wrap at 2^32, a multiple of the capacity.
    if (((put - Atomics.load(this.#counts, TAKEN)) | 0) >= CAPACITY) return false;
    this.#messages[put & (CAPACITY - 1)] = message;
    Atomics.store(this.#counts, PUT, (put + 1) | 0);
    return true;
  }

  next(): MidiMessage {
    const taken = Atomics.load(this.#counts, TAKEN);
    if (taken === Atomics.load(this.#counts, PUT)) return NO_MESSAGE;
    const message = this.#messages[taken & (CAPACITY - 1)]!;
    Atomics.store(this.#counts, TAKEN, (taken + 1) | 0);
    return message;
  }
}
