import type { Drawbars } from './drawbars.js';

/** Maximum frequency of a sine as a fraction of the rate. */
const HIGHEST = 0.45;

/**
 * Sine oscillators as rotating phasors in arrays: four multiplications per frame, no allocation.
 * Retuning keeps the phase, so it makes no click.
 */
export class Oscillators {
  readonly count: number;
  readonly #rateHz: number;
  readonly #sine: Float64Array;
  readonly #cosine: Float64Array;
  /** Rotation per frame. */
  readonly #turnSine: Float64Array;
  readonly #turnCosine: Float64Array;

  constructor(count: number, rateHz: number) {
    this.count = count;
    this.#rateHz = rateHz;
    this.#sine = new Float64Array(count);
    this.#cosine = new Float64Array(count).fill(1);
    this.#turnSine = new Float64Array(count);
    this.#turnCosine = new Float64Array(count).fill(1);
  }

  /** Resets the phase to 0. */
  reset(oscillator: number): void {
    this.#sine[oscillator] = 0;
    this.#cosine[oscillator] = 1;
  }

  /** Sets the frequency; one too high for the rate is lowered by octaves, as organs fold back. */
  tune(oscillator: number, freqHz: number): void {
    let folded = freqHz;
    while (folded > HIGHEST * this.#rateHz) folded /= 2;
    const turn = (2 * Math.PI * folded) / this.#rateHz;
    this.#turnSine[oscillator] = Math.sin(turn);
    this.#turnCosine[oscillator] = Math.cos(turn);
  }

  /**
   * Adds `frames` frames, multiplied by the envelope and the bar's gain, which is interpolated. The
   * gains are read here because V8 would box them as arguments.
   */
  add(
    oscillator: number,
    into: Float64Array,
    envelope: Float64Array,
    frames: number,
    { drawn, next }: Drawbars,
    bar: number,
  ): void {
    const turnSine = this.#turnSine[oscillator]!;
    const turnCosine = this.#turnCosine[oscillator]!;
    let sine = this.#sine[oscillator]!;
    let cosine = this.#cosine[oscillator]!;
    let gain = drawn[bar]!;
    const gainStep = (next[bar]! - gain) / frames;
    for (let frame = 0; frame < frames; frame++) {
      into[frame]! += sine * gain * envelope[frame]!;
      gain += gainStep;
      const turned = sine * turnCosine + cosine * turnSine;
      cosine = cosine * turnCosine - sine * turnSine;
      sine = turned;
    }
    // Rounding changes the phasor's length by about 1e-16 per frame, so it is normalized.
    const toOne = (3 - (sine * sine + cosine * cosine)) / 2;
    this.#sine[oscillator] = sine * toOne;
    this.#cosine[oscillator] = cosine * toOne;
  }
}
