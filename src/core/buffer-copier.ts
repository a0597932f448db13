import { Buffer } from 'node:buffer';

const { copy } = Buffer.prototype;

/**
 * Copies frames in one memmove. `TypedArray.set` needs a view of the part to copy, and copies
 * shared memory in atomic accesses, which takes up to three times as long.
 */
export class BufferCopier {
  readonly #ring: Uint8Array;
  readonly #frameBytes: number;

  /** @param ring the ring from its first frame */
  constructor(ring: ArrayBufferLike, frameBytes: number) {
    this.#ring = new Uint8Array(ring);
    this.#frameBytes = frameBytes;
  }

  copyOut(offset: number, frames: number, target: Uint8Array, targetByte: number): void {
    const from = offset * this.#frameBytes;
    copy.call(this.#ring, target, targetByte, from, from + frames * this.#frameBytes);
  }

  copyIn(offset: number, frames: number, source: Uint8Array, sourceByte: number): void {
    const end = sourceByte + frames * this.#frameBytes;
    copy.call(source, this.#ring, offset * this.#frameBytes, sourceByte, end);
  }
}
