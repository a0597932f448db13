import { type IntBytes, type IntView, intView } from './int-view.js';

const MIN_BLOCK_BYTES = 1024;
/** Number of views that a long FIFO has at most. */
const MAX_BLOCKS = 1024;

/** Views of some bytes that are created once: as bytes, as words, and as blocks of one size. */
export class KeptViews {
  readonly bytes: Uint8Array;
  readonly words: IntView;
  readonly wordsPerBlock: number;
  /** Length at the creation; that of `bytes` changes with a resizable buffer. */
  readonly #byteLength: number;
  readonly #blocks: (IntView | undefined)[];

  /** @param bytes begin at a multiple of `wordBytes` in their buffer */
  constructor(bytes: Uint8Array, wordBytes: IntBytes) {
    this.bytes = bytes;
    this.#byteLength = bytes.byteLength;
    this.words = intView(bytes.buffer, wordBytes, bytes.byteOffset, bytes.byteLength);
    let blockBytes = MIN_BLOCK_BYTES;
    while (bytes.byteLength > MAX_BLOCKS * blockBytes) blockBytes *= 2;
    this.wordsPerBlock = blockBytes / wordBytes;
    this.#blocks = new Array(Math.ceil(bytes.byteLength / blockBytes)).fill(undefined);
  }

  /** Returns the words of a whole block; its view is created the first time. */
  block(index: number): IntView {
    const block = this.#blocks[index];
    if (block !== undefined) return block;
    const first = index * this.wordsPerBlock;
    const created = this.words.subarray(first, first + this.wordsPerBlock);
    this.#blocks[index] = created;
    return created;
  }

  /** True if these are views of the same bytes. */
  covers({ buffer, byteOffset, byteLength }: Uint8Array): boolean {
    const { bytes } = this;
    return (
      bytes.buffer === buffer && bytes.byteOffset === byteOffset && this.#byteLength === byteLength
    );
  }
}
