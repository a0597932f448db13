import type { SampleCodec } from '../audio/codec.js';
import { SineSource } from '../audio/sine.js';
import type { MmapPlayback } from '../core/mmap-playback.js';
import type { RawSamples } from '../core/raw-samples.js';

/** Writes a sine into the ring in place, the same on every channel, as long as it lasts. */
export class SineWriter {
  readonly #sine: SineSource;
  readonly #codec: SampleCodec;
  readonly #total: number;
  #written = 0;

  /** @param total frames; Infinity for no end */
  constructor(io: MmapPlayback, freqHz: number, levelDbfs: number, total: number) {
    const { rateHz } = io.params;
    this.#sine = new SineSource({ rateHz, freqHz, levelDbfs });
    this.#codec = io.codec;
    this.#total = total;
  }

  get ended(): boolean {
    return this.#written >= this.#total;
  }

  /** Fills what is free in the ring and commits it: frames written. */
  fill(io: MmapPlayback): number {
    let frames = 0;
    for (const region of io.dataPtr()) frames += this.#fillRegion(region);
    io.commit(frames);
    return frames;
  }

  #fillRegion(region: RawSamples): number {
    const frames = Math.min(region.frames, this.#total - this.#written);
    for (let frame = 0; frame < frames; frame++) {
      const raw = this.#codec.fromUnit(this.#sine.next());
      for (let channel = 0; channel < region.channels; channel++) region.set(frame, channel, raw);
    }
    this.#written += frames;
    return frames;
  }
}
