import { type SampleCodec, type SampleView, sampleCodec } from '../audio/sample-codec.js';
import type { SampleFormat } from '../device/format.js';
import type { FrameFifo } from './frame-fifo.js';

/** Interleaved floats on unit scale, into a FIFO and out of it, in the ring's format there. */
export class FloatFifo {
  readonly #codec: SampleCodec;
  readonly #channels: number;
  readonly #fifo: FrameFifo;
  readonly #view: SampleView;

  constructor(fifo: FrameFifo, format: SampleFormat, channels: number) {
    this.#codec = sampleCodec(format);
    this.#channels = channels;
    this.#fifo = fifo;
    const { buffer, byteOffset, byteLength } = fifo.bytes;
    this.#view = this.#codec.view(buffer, byteOffset, byteLength);
  }

  /** Takes up to as many frames as `target` holds: frames taken. */
  read(target: Float32Array): number {
    const frames = Math.min(this.#fifo.readableFrames, target.length / this.#channels);
    let to = 0;
    for (const piece of this.#fifo.readableSegments(frames)) {
      let element = this.#elementAt(piece.byteOffset);
      for (const end = to + piece.frames * this.#channels; to < end; to++) {
        target[to] = this.#codec.toNormalized(this.#codec.get(this.#view, element));
        element += this.#codec.elements;
      }
    }
    this.#fifo.commitRead(frames);
    return frames;
  }

  /** Puts up to as many frames as find room, from the `from`-th of `source` on: frames put. */
  write(source: Float32Array, from: number): number {
    const frames = Math.min(this.#fifo.writableFrames, source.length / this.#channels - from);
    let sample = from * this.#channels;
    for (const piece of this.#fifo.writableSegments(frames)) {
      let element = this.#elementAt(piece.byteOffset);
      for (const end = sample + piece.frames * this.#channels; sample < end; sample++) {
        this.#codec.set(this.#view, element, this.#codec.fromNormalized(source[sample]!));
        element += this.#codec.elements;
      }
    }
    this.#fifo.commitWrite(frames);
    return frames;
  }

  #elementAt(byte: number): number {
    return (byte / this.#codec.format.bytes) * this.#codec.elements;
  }
}
