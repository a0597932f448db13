/** Whole numbers, as which frames are copied: as a float, a NaN need not keep all its bits. */
type Words = Uint8Array | Int16Array | Int32Array;

/**
 * Frames that lie side by side in a ring, copied word by word: a loop over two views that are there
 * allocates nothing, where a piece of a view would have to be made for every copy.
 */
export class FrameCopier {
  readonly #bytes: Uint8Array;
  readonly #words: Words;
  readonly #frameBytes: number;
  /** Of the largest word that every frame begins at. */
  readonly #wordBytes: 1 | 2 | 4;
  readonly #wordsPerFrame: number;
  /** Over the memory that was copied to or from last: turn after turn it is the same. */
  #linearWords: Words = new Uint8Array(0);

  /** @param ring from its first frame on */
  constructor(ring: ArrayBufferLike, frameBytes: number) {
    this.#frameBytes = frameBytes;
    this.#wordBytes = frameBytes % 4 === 0 ? 4 : frameBytes % 2 === 0 ? 2 : 1;
    this.#wordsPerFrame = frameBytes / this.#wordBytes;
    this.#bytes = new Uint8Array(ring);
    this.#words = this.#wordView(ring);
  }

  copyOut(place: number, frames: number, target: Uint8Array, targetByte: number): void {
    const from = place * this.#frameBytes;
    const to = target.byteOffset + targetByte;
    if (to % this.#wordBytes !== 0) {
      target.set(this.#bytes.subarray(from, from + frames * this.#frameBytes), targetByte);
      return;
    }
    const words = frames * this.#wordsPerFrame;
    copyWords(
      this.#words,
      place * this.#wordsPerFrame,
      this.#linearView(target),
      to / this.#wordBytes,
      words,
    );
  }

  copyIn(place: number, frames: number, source: Uint8Array, sourceByte: number): void {
    const from = source.byteOffset + sourceByte;
    if (from % this.#wordBytes !== 0) {
      const bytes = source.subarray(sourceByte, sourceByte + frames * this.#frameBytes);
      this.#bytes.set(bytes, place * this.#frameBytes);
      return;
    }
    const words = frames * this.#wordsPerFrame;
    copyWords(
      this.#linearView(source),
      from / this.#wordBytes,
      this.#words,
      place * this.#wordsPerFrame,
      words,
    );
  }

  #linearView({ buffer }: Uint8Array): Words {
    if (this.#linearWords.buffer !== buffer) this.#linearWords = this.#wordView(buffer);
    return this.#linearWords;
  }

  #wordView(buffer: ArrayBufferLike): Words {
    const array =
      this.#wordBytes === 4 ? Int32Array : this.#wordBytes === 2 ? Int16Array : Uint8Array;
    return new array(buffer as ArrayBuffer, 0, Math.floor(buffer.byteLength / this.#wordBytes));
  }
}

/**
 * Eight words to a turn: V8 looks at both views anew in each turn of a loop, which costs more than the
 * word that is moved.
 */
function copyWords(source: Words, from: number, target: Words, to: number, words: number): void {
  const end = from + words;
  let at = from;
  let into = to;
  for (; at <= end - 8; at += 8, into += 8) {
    target[into] = source[at]!;
    target[into + 1] = source[at + 1]!;
    target[into + 2] = source[at + 2]!;
    target[into + 3] = source[at + 3]!;
    target[into + 4] = source[at + 4]!;
    target[into + 5] = source[at + 5]!;
    target[into + 6] = source[at + 6]!;
    target[into + 7] = source[at + 7]!;
  }
  for (; at < end; at++, into++) target[into] = source[at]!;
}
