import { loadWord, UNMAPPED_WORDS } from './pointer-word.js';

// 16 words, so that the memory is outside of V8's heap, where access is quicker.
const copy = new Float64Array(16);
const copyHalves = new Int32Array(copy.buffer);

/**
 * Reads a pointer on a mapped page. V8 allocates a number above 2^31 whenever a call that it does
 * not inline returns it. The last number is kept, so that an unchanged pointer allocates nothing.
 */
export class PointerReader {
  readonly #readWithoutPage: () => number;
  #word: Float64Array = UNMAPPED_WORDS;
  #low = 0;
  #high = 0;
  /** The number. First undefined, because V8 copies a field that has always been a number. */
  #last: number | undefined = undefined;

  /** @param readWithoutPage reads the pointer while no page is mapped */
  constructor(readWithoutPage: () => number) {
    this.#readWithoutPage = readWithoutPage;
    this.#last = 0;
  }

  /** Sets the word on the page; an empty view when it is unmapped. */
  set word(word: Float64Array) {
    this.#word = word;
  }

  /** Short, so that each of V8's compilers inlines it. The store keeps the load in a loop. */
  read(): number {
    copy[0] = this.#word[0]!;
    return copyHalves[0] === this.#low && copyHalves[1] === this.#high
      ? this.#last!
      : this.#readMoved();
  }

  /** Copies the word; without a page, the bits of a NaN, which are no pointer. */
  copyTo(target: Float64Array): void {
    target[0] = this.#word[0]!;
  }

  #readMoved(): number {
    if (this.#word.length === 0) return this.#readWithoutPage();
    const pointer = loadWord(copy, 0);
    this.#low = copyHalves[0]!;
    this.#high = copyHalves[1]!;
    this.#last = pointer;
    return pointer;
  }
}
