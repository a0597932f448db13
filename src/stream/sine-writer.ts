import type { SampleCodec } from '../audio/sample-codec.js';
import { SineSource } from '../audio/sine.js';
import type { MmapPlayback } from '../core/mmap-playback.js';
import type { RawSamples } from '../core/raw-samples.js';
import { commitUnlessStopped } from './recovery.js';

/** Writes a sine into the ring in place, the same on every channel: a `PlaySource`. */
export class SineWriter {
  readonly #sine: SineSource;
  readonly #codec: SampleCodec;
  readonly #totalFrames: number;
  #writtenFrames = 0;

  /** @param totalFrames frames after which it ends; Infinity for no limit */
  constructor(io: MmapPlayback, freqHz: number, levelDbfs: number, totalFrames: number) {
    const { rateHz } = io.params;
    this.#sine = new SineSource({ rateHz, freqHz, levelDbfs });
    this.#codec = io.codec;
    this.#totalFrames = totalFrames;
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
    for (let frame = 0; frame < frames; frame++) {
      const raw = this.#codec.fromNormalized(this.#sine.value(firstFrame + frame));
      for (let channel = 0; channel < region.channels; channel++) region.set(frame, channel, raw);
    }
    return frames;
  }
}
