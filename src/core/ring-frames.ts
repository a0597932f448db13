import type { SampleCodec } from '../audio/sample-codec.js';
import { AlsaMmapError } from '../device/errors.js';
import { alignedWordBytes, type ChannelArea } from './channel-area.js';
import { type FrameCopier, frameCopier } from './frame-copier.js';
import { type IntBytes, type IntView, intView } from './int-view.js';

/** Copies whole frames of a ring to and from interleaved bytes of its format, and silences them. */
export class RingFrames {
  readonly #codec: SampleCodec;
  readonly #areas: readonly ChannelArea[];
  /** Defined if the ring is interleaved. */
  readonly #interleaved: FrameCopier | undefined;
  readonly #wordBytes: IntBytes;
  readonly #wordsPerSample: number;
  /** Value of every word of a silent sample; undefined if the words differ. */
  readonly #silenceWord: number | undefined;
  /** View of the buffer used by the last copy; a stream uses the same buffer in every cycle. */
  #linearWords: IntView = new Uint8Array(0);

  /** @param ring the ring from its first frame, if it is interleaved */
  constructor(codec: SampleCodec, areas: readonly ChannelArea[], ring?: ArrayBufferLike) {
    this.#codec = codec;
    this.#areas = areas;
    const frameBytes = areas.length * codec.format.bytes;
    this.#interleaved = ring === undefined ? undefined : frameCopier(ring, frameBytes);
    this.#wordBytes = alignedWordBytes(codec.format);
    this.#wordsPerSample = codec.format.bytes / this.#wordBytes;
    this.#silenceWord = silenceWordFor(codec);
  }

  copyOut(offset: number, frames: number, target: Uint8Array, targetByte: number): void {
    if (this.#interleaved !== undefined) {
      this.#interleaved.copyOut(offset, frames, target, targetByte);
      return;
    }
    const linear = this.#linearView(target);
    const start = this.#startWord(target, targetByte);
    const count = this.#wordsPerSample;
    const frameWords = this.#areas.length * count;
    for (let channel = 0; channel < this.#areas.length; channel++) {
      const { words, firstWord, stepWords } = this.#areas[channel]!;
      let from = firstWord + offset * stepWords;
      let to = start + channel * count;
      for (let frame = 0; frame < frames; frame++, from += stepWords, to += frameWords) {
        for (let word = 0; word < count; word++) linear[to + word] = words[from + word]!;
      }
    }
  }

  copyIn(offset: number, frames: number, source: Uint8Array, sourceByte: number): void {
    if (this.#interleaved !== undefined) {
      this.#interleaved.copyIn(offset, frames, source, sourceByte);
      return;
    }
    const linear = this.#linearView(source);
    const start = this.#startWord(source, sourceByte);
    const count = this.#wordsPerSample;
    const frameWords = this.#areas.length * count;
    for (let channel = 0; channel < this.#areas.length; channel++) {
      const { words, firstWord, stepWords } = this.#areas[channel]!;
      let from = start + channel * count;
      let to = firstWord + offset * stepWords;
      for (let frame = 0; frame < frames; frame++, from += frameWords, to += stepWords) {
        for (let word = 0; word < count; word++) words[to + word] = linear[from + word]!;
      }
    }
  }

  fillSilence(offset: number, frames: number): void {
    if (this.#interleaved !== undefined && this.#silenceWord !== undefined) {
      const frameWords = this.#areas.length * this.#wordsPerSample;
      const { words } = this.#areas[0]!;
      words.fill(this.#silenceWord, offset * frameWords, (offset + frames) * frameWords);
      return;
    }
    for (const area of this.#areas) this.#silenceChannel(area, offset, frames);
  }

  #silenceChannel(area: ChannelArea, offset: number, frames: number): void {
    const { view, first, step, words, firstWord, stepWords } = area;
    if (stepWords === this.#wordsPerSample && this.#silenceWord !== undefined) {
      const from = firstWord + offset * stepWords;
      words.fill(this.#silenceWord, from, from + frames * stepWords);
      return;
    }
    const { silence } = this.#codec;
    const end = first + (offset + frames) * step;
    for (let at = first + offset * step; at < end; at += step) this.#codec.set(view, at, silence);
  }

  /** A resizable buffer can have another length than at the last copy. */
  #linearView({ buffer }: Uint8Array): IntView {
    const length = Math.floor(buffer.byteLength / this.#wordBytes);
    if (this.#linearWords.buffer !== buffer || this.#linearWords.length !== length) {
      this.#linearWords = intView(buffer, this.#wordBytes);
    }
    return this.#linearWords;
  }

  #startWord({ byteOffset }: Uint8Array, byte: number): number {
    const start = (byteOffset + byte) / this.#wordBytes;
    if (Number.isInteger(start)) return start;
    throw new AlsaMmapError(
      'RANGE',
      `${this.#codec.format.name} samples: expected a byte offset that is a multiple of ` +
        `${this.#wordBytes}, got ${byteOffset + byte}`,
    );
  }
}

function silenceWordFor(codec: SampleCodec): number | undefined {
  const sample = new ArrayBuffer(codec.format.bytes);
  codec.set(codec.view(sample, 0, sample.byteLength), 0, codec.silence);
  const [word, ...rest] = intView(sample, alignedWordBytes(codec.format));
  return rest.every((other) => other === word) ? word : undefined;
}
