import type { IntBytes } from './int-view.js';
import { KeptViews } from './kept-views.js';

/** V8 copies shared memory byte by byte if the places differ in their offset from such a word. */
const ALIGNMENT_BYTES = 8;

/**
 * Copies frames through existing views, for versions of Node whose own copies allocate a view each
 * time: whole blocks of the source by `set`, the frames before and after them word by word.
 */
export class ViewCopier {
  readonly #ring: KeptViews;
  readonly #frameBytes: number;
  /** Size of the largest word to which every frame is aligned. */
  readonly #wordBytes: IntBytes;
  /** Views of the bytes used by the last copy; a stream uses the same in every cycle. */
  #linear: KeptViews;

  /** @param ring the ring from its first frame */
  constructor(ring: ArrayBufferLike, frameBytes: number) {
    this.#frameBytes = frameBytes;
    this.#wordBytes = frameBytes % 4 === 0 ? 4 : frameBytes % 2 === 0 ? 2 : 1;
    this.#ring = new KeptViews(new Uint8Array(ring), this.#wordBytes);
    this.#linear = new KeptViews(new Uint8Array(0), this.#wordBytes);
  }

  copyOut(offset: number, frames: number, target: Uint8Array, targetByte: number): void {
    const from = offset * this.#frameBytes;
    const bytes = frames * this.#frameBytes;
    if (this.#isAligned(target, targetByte)) {
      this.#copy(this.#ring, from, this.#viewsOf(target), targetByte, bytes);
    } else {
      target.set(this.#ring.bytes.subarray(from, from + bytes), targetByte);
    }
  }

  copyIn(offset: number, frames: number, source: Uint8Array, sourceByte: number): void {
    const to = offset * this.#frameBytes;
    const bytes = frames * this.#frameBytes;
    if (this.#isAligned(source, sourceByte)) {
      this.#copy(this.#viewsOf(source), sourceByte, this.#ring, to, bytes);
    } else {
      this.#ring.bytes.set(source.subarray(sourceByte, sourceByte + bytes), to);
    }
  }

  /** True if words of the view begin at its first byte, and at `byte`. */
  #isAligned({ byteOffset }: Uint8Array, byte: number): boolean {
    return byteOffset % this.#wordBytes === 0 && byte % this.#wordBytes === 0;
  }

  #viewsOf(bytes: Uint8Array): KeptViews {
    if (!this.#linear.covers(bytes)) this.#linear = new KeptViews(bytes, this.#wordBytes);
    return this.#linear;
  }

  #copy(source: KeptViews, from: number, target: KeptViews, to: number, bytes: number): void {
    const wordBytes = this.#wordBytes;
    const distance = source.bytes.byteOffset + from - target.bytes.byteOffset - to;
    const first = from / wordBytes;
    const end = first + bytes / wordBytes;
    const into = to / wordBytes;
    if (distance % ALIGNMENT_BYTES === 0) copyBlocks(source, first, target, into, end);
    else copyWords(source, first, target, into, end);
  }
}

/** Copies the words from `from` to `end`; whole blocks in one call. */
function copyBlocks(
  source: KeptViews,
  from: number,
  target: KeptViews,
  to: number,
  end: number,
): void {
  const { wordsPerBlock } = source;
  let at = from;
  while (at < end) {
    const block = Math.floor(at / wordsPerBlock);
    const next = Math.min((block + 1) * wordsPerBlock, end);
    const into = to + at - from;
    if (next - at === wordsPerBlock) target.words.set(source.block(block), into);
    else copyWords(source, at, target, into, next);
    at = next;
  }
}

/**
 * Copies eight words per iteration: V8 checks both views once per iteration, which costs more than
 * moving a word.
 */
function copyWords(
  { words: source }: KeptViews,
  from: number,
  { words: target }: KeptViews,
  to: number,
  end: number,
): void {
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
