const STOP = 0;
const TEXT_LENGTH = 1;
const TEXT_BYTES = 96;
const TEXT = 16;

/** Progress of a measurement and its stop request, in memory that both threads share. */
export class MeasureProgress {
  readonly buffer: SharedArrayBuffer;
  readonly #done: Float64Array<ArrayBufferLike>;
  readonly #flags: Int32Array;
  readonly #text: Uint8Array;

  constructor(
    buffer = new SharedArrayBuffer(TEXT + TEXT_BYTES),
    done: Float64Array<ArrayBufferLike> = new Float64Array(buffer, 0, 1),
  ) {
    this.buffer = buffer;
    this.#done = done;
    this.#flags = new Int32Array(buffer, 8, 2);
    this.#text = new Uint8Array(buffer, TEXT, TEXT_BYTES);
  }

  /** From 0 to 1. */
  get done(): number {
    return this.#done[0]!;
  }
  set done(share: number) {
    this.#done[0] = share;
  }

  /** Current step in a few words of ASCII; empty if there is only one. */
  get step(): string {
    const length = Atomics.load(this.#flags, TEXT_LENGTH);
    return String.fromCharCode(...this.#text.subarray(0, length));
  }
  set step(text: string) {
    const length = Math.min(text.length, TEXT_BYTES);
    for (let i = 0; i < length; i++) this.#text[i] = text.charCodeAt(i);
    Atomics.store(this.#flags, TEXT_LENGTH, length);
  }

  /** Progress of a part that does not count for the whole; the stop request is shared. */
  detached(): MeasureProgress {
    return new MeasureProgress(this.buffer, new Float64Array(1));
  }

  requestStop(): void {
    Atomics.store(this.#flags, STOP, 1);
  }

  get stopRequested(): boolean {
    return Atomics.load(this.#flags, STOP) === 1;
  }
}
