import { type SampleCodec, type SampleView, sampleCodec } from '../audio/sample-codec.js';
import type { SampleFormat } from '../device/format.js';
import type { FrameFifo } from './frame-fifo.js';

/** Reads and writes a FIFO of samples in the ring's format as interleaved floats in -1 to 1. */
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

  /** Reads into `target` until it is full or the FIFO is empty: frames read. */
  read(target: Float32Array): number {
    const frames = Math.min(this.#fifo.readableFrames, target.length / this.#channels);
    let sample = 0;
    for (const segment of this.#fifo.readableSegments(frames)) {
      let element = this.#elementAt(segment.byteOffset);
      for (const end = sample + segment.frames * this.#channels; sample < end; sample++) {
        target[sample] = this.#codec.toNormalized(this.#codec.get(this.#view, element));
        element += this.#codec.elements;
      }
    }
    this.#fifo.commitRead(frames);
    return frames;
  }

  /** Writes `source` from frame `fromFrame` on, until the FIFO is full: frames written. */
  write(source: Float32Array, fromFrame: number): number {
    const frames = Math.min(this.#fifo.writableFrames, source.length / this.#channels - fromFrame);
    let sample = fromFrame * this.#channels;
    for (const segment of this.#fifo.writableSegments(frames)) {
      let element = this.#elementAt(segment.byteOffset);
      for (const end = sample + segment.frames * this.#channels; sample < end; sample++) {
        this.#codec.set(this.#view, element, this.#codec.fromNormalized(source[sample]!));
        element += this.#codec.elements;
      }
    }
    this.#fifo.commitWrite(frames);
    return frames;
  }

  #elementAt(byteOffset: number): number {
    return (byteOffset / this.#codec.format.bytes) * this.#codec.elements;
  }
}
