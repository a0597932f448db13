import { type IntBytes, type IntView, intView } from './int-view.js';

/**
 * Copies frames word by word, for versions of Node whose own copies allocate. The loop runs over
 * two existing views; `set(subarray())` would allocate a view for every copy.
 */
export class WordCopier {
  readonly #bytes: Uint8Array;
  readonly #words: IntView;
  readonly #frameBytes: number;
  /** Size of the largest word to which every frame is aligned. */
  readonly #wordBytes: IntBytes;
  readonly #wordsPerFrame: number;
  /** View of the buffer used by the last copy; a stream uses the same buffer in every cycle. */
  #linearWords: IntView = new Uint8Array(0);

  /** @param ring the ring from its first frame */
  constructor(ring: ArrayBufferLike, frameBytes: number) {
    this.#frameBytes = frameBytes;
    this.#wordBytes = frameBytes % 4 === 0 ? 4 : frameBytes % 2 === 0 ? 2 : 1;
    this.#wordsPerFrame = frameBytes / this.#wordBytes;
    this.#bytes = new Uint8Array(ring);
    this.#words = intView(ring, this.#wordBytes);
  }

  copyOut(offset: number, frames: number, target: Uint8Array, targetByte: number): void {
    const from = offset * this.#frameBytes;
    const to = target.byteOffset + targetByte;
    if (to % this.#wordBytes !== 0) {
      target.set(this.#bytes.subarray(from, from + frames * this.#frameBytes), targetByte);
      return;
    }
    const words = frames * this.#wordsPerFrame;
    copyWords(
      this.#words,
      offset * this.#wordsPerFrame,
      this.#linearView(target),
      to / this.#wordBytes,
      words,
    );
  }

  copyIn(offset: number, frames: number, source: Uint8Array, sourceByte: number): void {
    const from = source.byteOffset + sourceByte;
    if (from % this.#wordBytes !== 0) {
      const bytes = source.subarray(sourceByte, sourceByte + frames * this.#frameBytes);
      this.#bytes.set(bytes, offset * this.#frameBytes);
      return;
    }
    const words = frames * this.#wordsPerFrame;
    copyWords(
      this.#linearView(source),
      from / this.#wordBytes,
      this.#words,
      offset * this.#wordsPerFrame,
      words,
    );
  }

  /** A resizable buffer can have another length than at the last copy. */
  #linearView({ buffer }: Uint8Array): IntView {
    const length = Math.floor(buffer.byteLength / this.#wordBytes);
    if (this.#linearWords.buffer !== buffer || this.#linearWords.length !== length) {
      this.#linearWords = intView(buffer, this.#wordBytes);
    }
    return this.#linearWords;
  }
}

/**
 * Copies eight words per iteration: V8 checks both views once per iteration, which costs more than
 * moving a word.
 */
function copyWords(
  source: IntView,
  from: number,
  target: IntView,
  to: number,
  words: number,
): void {
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
