import type { SampleCodec, SampleView } from '../audio/sample-codec.js';
import { SineSource } from '../audio/sine.js';
import type { MmapPlayback } from '../core/mmap-playback.js';
import type { RawSamples } from '../core/raw-samples.js';
import { commitUnlessStopped } from './recovery.js';

const BLOCK_FRAMES = 512;

/** Writes a sine into the ring in place, the same on every channel: a `PlaySource`. */
export class SineWriter {
  readonly #sine: SineSource;
  readonly #codec: SampleCodec;
  readonly #totalFrames: number;
  /** Values of a block, and its frames in the ring's format. */
  readonly #values = new Float64Array(BLOCK_FRAMES);
  readonly #bytes: Uint8Array;
  readonly #samples: SampleView;
  #writtenFrames = 0;

  /** @param totalFrames frames after which it ends; Infinity for no limit */
  constructor(io: MmapPlayback, freqHz: number, levelDbfs: number, totalFrames: number) {
    const { rateHz } = io.params;
    this.#sine = new SineSource({ rateHz, freqHz, levelDbfs });
    this.#codec = io.codec;
    this.#totalFrames = totalFrames;
    this.#bytes = new Uint8Array(BLOCK_FRAMES * io.frameBytes);
    this.#samples = io.codec.view(this.#bytes.buffer, 0, this.#bytes.length);
  }

  get ended(): boolean {
    return this.#writtenFrames >= this.#totalFrames;
  }

  /** Fills the free part of the ring and commits it: frames committed. */
  fill(io: MmapPlayback): number {
    let frames = 0;
    for (const region of io.dataPtr())
      frames += this.#fillRegion(region, this.#writtenFrames + frames);
    const committed = commitUnlessStopped(io, frames);
    this.#writtenFrames += committed;
    return committed;
  }

  #fillRegion(region: RawSamples, firstFrame: number): number {
    const frames = Math.min(region.frames, this.#totalFrames - firstFrame) | 0;
    for (let frame = 0; frame < frames; frame += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - frame);
      this.#encode(firstFrame + frame, count, region.channels);
      region.copyIn(this.#bytes, 0, frame, count);
    }
    return frames;
  }

  #encode(firstFrame: number, count: number, channels: number): void {
    const codec = this.#codec;
    const samples = this.#samples;
    this.#sine.fill(this.#values, firstFrame, count);
    const { elements } = codec;
    const values = this.#values;
    const frameElements = channels * elements;
    for (let frame = 0, at = 0; frame < count; frame++, at += frameElements) {
      codec.set(samples, at, codec.fromNormalized(values[frame]!));
    }
    // The other channels are copies, a channel at a time.
    for (let other = elements; other < frameElements; other++) {
      for (let frame = 0, at = other; frame < count; frame++, at += frameElements) {
        samples[at] = samples[at - elements]!;
      }
    }
  }
}
