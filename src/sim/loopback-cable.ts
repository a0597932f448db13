import { fromDbfs } from '../audio/decibel.js';
import { sampleCodec } from '../audio/sample-codec.js';
import { findFormat } from '../device/format.js';
import type { SimConfig } from './config.js';
import { fractionalDelayTaps, HALF_TAPS } from './fractional-delay.js';
import { patternSample } from './signal.js';

/** Frames that the cable stores, and its number of channels. */
const CAPACITY_FRAMES = 1 << 15;
const MAX_CHANNELS = 64;

const NOISE_CODEC = sampleCodec(findFormat('S32_LE')!);

/**
 * Cable from a card's playback side to its capture side. Frames are numbered on the card's clock,
 * so either side can start at any time. Samples travel on the scale -1 to 1, exact if the delay is
 * a whole number of frames.
 */
export class LoopbackCable {
  readonly buffer: SharedArrayBuffer;
  /** Frames by which either side can be late without losing the signal. */
  readonly maxLagFrames: number;
  readonly #frameNumbers: Float64Array;
  readonly #samples: Float64Array;
  readonly #delayFrames: number;
  /** Defined if the delay has a fraction. */
  readonly #taps: Float64Array | undefined;
  readonly #gain: number;
  /** Peak of the noise, which is uniform between the peak and its negative. */
  readonly #noisePeak: number;

  constructor(
    { loopDelay, loopGain, loopNoise }: Pick<SimConfig, 'loopDelay' | 'loopGain' | 'loopNoise'>,
    buffer = new SharedArrayBuffer(CAPACITY_FRAMES * (MAX_CHANNELS + 1) * 8),
  ) {
    this.buffer = buffer;
    this.#frameNumbers = new Float64Array(buffer, 0, CAPACITY_FRAMES);
    this.#samples = new Float64Array(buffer, CAPACITY_FRAMES * 8);
    this.#delayFrames = Math.floor(loopDelay);
    const part = loopDelay - this.#delayFrames;
    this.#taps = part === 0 ? undefined : fractionalDelayTaps(part);
    this.maxLagFrames = this.#delayFrames - (part === 0 ? 0 : HALF_TAPS);
    this.#gain = loopGain;
    this.#noisePeak = Math.sqrt(3) * fromDbfs(loopNoise);
  }

  /** Writes one sample; to be called for each channel in turn, channel 0 first. */
  write(cardFrame: number, channel: number, value: number): void {
    const slot = cardFrame % CAPACITY_FRAMES;
    const base = slot * MAX_CHANNELS;
    if (channel === 0) this.#samples.fill(0, base, base + MAX_CHANNELS);
    this.#frameNumbers[slot] = cardFrame + 1;
    this.#samples[base + channel] = value;
  }

  /** Reads the sample that was played the cable's delay ago; silence if there was none. */
  read(cardFrame: number, channel: number): number {
    const last = cardFrame - this.#delayFrames;
    const value =
      this.#taps === undefined
        ? this.#sampleAt(last, channel)
        : this.#interpolate(this.#taps, last, channel);
    if (this.#noisePeak === 0) return this.#gain * value;
    const noise = patternSample(NOISE_CODEC, cardFrame, channel) / -NOISE_CODEC.min;
    return this.#gain * value + this.#noisePeak * noise;
  }

  /** Interpolates the signal a fraction of a frame before the frame `last`. */
  #interpolate(taps: Float64Array, last: number, channel: number): number {
    let value = 0;
    for (let tap = 0; tap < taps.length; tap++) {
      value += taps[tap]! * this.#sampleAt(last + tap - HALF_TAPS, channel);
    }
    return value;
  }

  #sampleAt(frame: number, channel: number): number {
    const slot = frame % CAPACITY_FRAMES;
    if (frame < 0 || this.#frameNumbers[slot] !== frame + 1) return 0;
    return this.#samples[slot * MAX_CHANNELS + channel]!;
  }
}
