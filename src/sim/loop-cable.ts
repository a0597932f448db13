import { fromDbfs } from '../audio/decibel.js';
import { sampleCodec } from '../audio/sample-codec.js';
import { findFormat } from '../device/format.js';
import { delayTaps, TAPS_REACH } from './delay-taps.js';
import type { SimNature } from './nature.js';
import { patternSample } from './signal.js';

/** Frames that the cable remembers, and the channels it has. */
const FRAMES = 1 << 15;
const CHANNELS = 64;

/** What a cable does to what goes through it. */
export type CableNature = Pick<SimNature, 'loopDelay' | 'loopGain' | 'loopNoise'>;

const NOISE_CODEC = sampleCodec(findFormat('S32_LE')!);

/**
 * The cable from a card's playback side to its capture side. Frames are numbered on the card's own
 * clock, so that either side may start at any time; samples travel on unit scale, and exactly where
 * the delay is of whole frames.
 */
export class LoopCable {
  readonly buffer: SharedArrayBuffer;
  /** How late either side may come to its frames, and be heard still. */
  readonly slackFrames: number;
  readonly #numbers: Float64Array;
  readonly #samples: Float64Array;
  readonly #wholeFrames: number;
  /** Where the delay has a part of a frame. */
  readonly #taps: Float64Array | undefined;
  readonly #gain: number;
  /** The largest sample of the noise, which is even from there to its negative. */
  readonly #noise: number;

  constructor(
    { loopDelay, loopGain, loopNoise }: CableNature,
    buffer = new SharedArrayBuffer(FRAMES * (CHANNELS + 1) * 8),
  ) {
    this.buffer = buffer;
    this.#numbers = new Float64Array(buffer, 0, FRAMES);
    this.#samples = new Float64Array(buffer, FRAMES * 8);
    this.#wholeFrames = Math.floor(loopDelay);
    const part = loopDelay - this.#wholeFrames;
    this.#taps = part === 0 ? undefined : delayTaps(part);
    this.slackFrames = this.#wholeFrames - (part === 0 ? 0 : TAPS_REACH);
    this.#gain = loopGain;
    this.#noise = Math.sqrt(3) * fromDbfs(loopNoise);
  }

  /** Call it for each channel in turn, channel 0 first. */
  play(cardFrame: number, channel: number, value: number): void {
    const slot = cardFrame % FRAMES;
    const base = slot * CHANNELS;
    if (channel === 0) this.#samples.fill(0, base, base + CHANNELS);
    this.#numbers[slot] = cardFrame + 1;
    this.#samples[base + channel] = value;
  }

  /** What was played by the cable's delay before; silence where nothing was. */
  hear(cardFrame: number, channel: number): number {
    const last = cardFrame - this.#wholeFrames;
    const value =
      this.#taps === undefined
        ? this.#played(last, channel)
        : this.#between(this.#taps, last, channel);
    if (this.#noise === 0) return this.#gain * value;
    const noise = patternSample(NOISE_CODEC, cardFrame, channel) / -NOISE_CODEC.min;
    return this.#gain * value + this.#noise * noise;
  }

  /** The signal a part of a frame before the frame `last`. */
  #between(taps: Float64Array, last: number, channel: number): number {
    let value = 0;
    for (let tap = 0; tap < taps.length; tap++) {
      value += taps[tap]! * this.#played(last + tap - TAPS_REACH, channel);
    }
    return value;
  }

  #played(frame: number, channel: number): number {
    const slot = frame % FRAMES;
    if (frame < 0 || this.#numbers[slot] !== frame + 1) return 0;
    return this.#samples[slot * CHANNELS + channel]!;
  }
}
