const STOP = 0;

/** How far a measurement has come, in memory that both threads share, and the wish that it end. */
export class MeasureProgress {
  readonly buffer: SharedArrayBuffer;
  readonly #done: Float64Array;
  readonly #flags: Int32Array;

  constructor(buffer = new SharedArrayBuffer(16)) {
    this.buffer = buffer;
    this.#done = new Float64Array(buffer, 0, 1);
    this.#flags = new Int32Array(buffer, 8, 1);
  }

  /** From 0 to 1. */
  get done(): number {
    return this.#done[0]!;
  }
  set done(share: number) {
    this.#done[0] = share;
  }

  askToStop(): void {
    Atomics.store(this.#flags, STOP, 1);
  }

  get stopAsked(): boolean {
    return Atomics.load(this.#flags, STOP) === 1;
  }
}
