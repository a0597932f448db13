import { AlsaMmapError } from '../device/errors.js';

/**
 * Joins chunks of any length to whole frames, as a stream of a program cuts samples anywhere. A
 * partial frame at the end of a chunk is kept for the next one.
 */
export class FrameJoiner {
  readonly #frame: Uint8Array | Float32Array;
  #kept = 0;

  /** @param frame memory of one frame, of the type of the chunks */
  constructor(frame: Uint8Array | Float32Array) {
    this.#frame = frame;
  }

  /**
   * Iterates over the whole frames in the chunks so far, as views of whole frames. Each must be
   * used before the next is requested.
   */
  *join(chunk: Uint8Array | Float32Array): Generator<Uint8Array | Float32Array, void, undefined> {
    const { length } = this.#frame;
    let from = 0;
    if (this.#kept > 0) {
      from = Math.min(length - this.#kept, chunk.length);
      this.#keep(chunk.subarray(0, from));
      if (this.#kept < length) return;
      this.#kept = 0;
      yield this.#frame;
    }
    const end = chunk.length - ((chunk.length - from) % length);
    this.#keep(chunk.subarray(end));
    if (end > from) yield chunk.subarray(from, end);
  }

  /** @throws RANGE if the last chunk ended within a frame */
  assertComplete(): void {
    if (this.#kept === 0) return;
    throw new AlsaMmapError(
      'RANGE',
      `the samples end within a frame: expected ${this.#frame.length} elements, got ${this.#kept}`,
    );
  }

  #keep(part: Uint8Array | Float32Array): void {
    this.#frame.set(part, this.#kept);
    this.#kept += part.length;
  }
}
