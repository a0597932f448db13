import { type MidiInput, type MidiMessage, NO_MESSAGE } from './midi-message.js';

const CAPACITY = 1024;
const PUT = 0;
const TAKEN = 1;
const HEAD_WORDS = 2;

/** Messages on their way from one thread to another, through shared memory: nobody waits. */
export class MessageQueue implements MidiInput {
  readonly buffer: SharedArrayBuffer;
  readonly #counts: Int32Array;
  readonly #messages: Int32Array;
  /** It comes live: nothing is known of what is to come. */
  readonly dueFrame = Number.POSITIVE_INFINITY;
  readonly ended = false;

  constructor(buffer = new SharedArrayBuffer((HEAD_WORDS + CAPACITY) * 4)) {
    this.buffer = buffer;
    this.#counts = new Int32Array(buffer, 0, HEAD_WORDS);
    this.#messages = new Int32Array(buffer, HEAD_WORDS * 4, CAPACITY);
  }

  /** False where there is no room: nobody takes them. */
  put(message: MidiMessage): boolean {
    const put = Atomics.load(this.#counts, PUT);
    // The counts go round at 2^32, of which the capacity is a part.
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
