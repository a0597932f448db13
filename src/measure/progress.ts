const STOP = 0;
const TEXT_LENGTH = 1;
const TEXT_BYTES = 96;
const TEXT = 16;
const XRUNS = TEXT + TEXT_BYTES;
const BYTES = XRUNS + 24;

/** The last xrun of a measurement's stream. */
export interface MeasuredXrun {
  /** Number of xruns so far. */
  readonly count: number;
  /** Moment at which the ring ran dry, on CLOCK_MONOTONIC. */
  readonly ranDryNs: number;
  readonly ringNs: number;
}

/** Progress of a measurement and its stop request, in memory that both threads share. */
export class MeasureProgress {
  readonly buffer: SharedArrayBuffer;
  readonly #done: Float64Array<ArrayBufferLike>;
  readonly #flags: Int32Array;
  readonly #text: Uint8Array;
  /** Count, moment and length of the ring. */
  readonly #xrun: Float64Array;

  constructor(
    buffer = new SharedArrayBuffer(BYTES),
    done: Float64Array<ArrayBufferLike> = new Float64Array(buffer, 0, 1),
  ) {
    this.buffer = buffer;
    this.#done = done;
    this.#flags = new Int32Array(buffer, 8, 2);
    this.#text = new Uint8Array(buffer, TEXT, TEXT_BYTES);
    this.#xrun = new Float64Array(buffer, XRUNS, 3);
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

  /** The last xrun; its count is 0 before the first. */
  get lastXrun(): MeasuredXrun {
    const [count = 0, ranDryNs = 0, ringNs = 0] = this.#xrun;
    return { count, ranDryNs, ringNs };
  }

  reportXrun(ranDryNs: number, ringNs: number): void {
    this.#xrun[1] = ranDryNs;
    this.#xrun[2] = ringNs;
    this.#xrun[0]!++;
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
