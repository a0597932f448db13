const MAX_BYTES = 1024;

/**
 * Error that ended the thread of a simulated card, as text in shared memory: the stream's thread
 * blocks in its loop and receives no events.
 */
export class ThreadFailure {
  readonly #length: Int32Array;
  readonly #text: Uint8Array;

  static allocate(): SharedArrayBuffer {
    return new SharedArrayBuffer(4 + MAX_BYTES);
  }

  constructor(buffer: SharedArrayBuffer) {
    this.#length = new Int32Array(buffer, 0, 1);
    this.#text = new Uint8Array(buffer, 4);
  }

  /** Message of the error; undefined while the thread works. */
  get message(): string | undefined {
    const length = Atomics.load(this.#length, 0);
    return length === 0 ? undefined : Buffer.from(this.#text.slice(0, length)).toString();
  }

  report(message: string): void {
    const text = Buffer.from(message).subarray(0, MAX_BYTES);
    this.#text.set(text);
    Atomics.store(this.#length, 0, text.length);
  }
}
