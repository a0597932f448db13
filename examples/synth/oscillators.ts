import type { Drawbars } from './drawbars.js';

/** Sines are kept below this part of the rate. */
const HIGHEST = 0.45;

/**
 * Sine oscillators as rotating phasors, in arrays: a frame costs four multiplications, and nothing
 * is allocated. Each keeps its phase when it is tuned anew, so that alone makes no click.
 */
export class Oscillators {
  readonly count: number;
  readonly #rateHz: number;
  readonly #sine: Float64Array;
  readonly #cosine: Float64Array;
  /** The rotation of a frame. */
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

  /** Begins at 0, rising. */
  reset(oscillator: number): void {
    this.#sine[oscillator] = 0;
    this.#cosine[oscillator] = 1;
  }

  /** What the rate cannot carry sounds as many octaves lower as it takes, as organs fold back. */
  tune(oscillator: number, freqHz: number): void {
    let folded = freqHz;
    while (folded > HIGHEST * this.#rateHz) folded /= 2;
    const turn = (2 * Math.PI * folded) / this.#rateHz;
    this.#turnSine[oscillator] = Math.sin(turn);
    this.#turnCosine[oscillator] = Math.cos(turn);
  }

  /**
   * Adds `frames` frames, times the envelope and the bar's gain, which goes evenly to its next. (As
   * arguments the gains would be objects made for the call.)
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
    // Rounding lets the phasor grow or shrink by some 1e-16 a frame: it is brought back to 1.
    const toOne = (3 - (sine * sine + cosine * cosine)) / 2;
    this.#sine[oscillator] = sine * toOne;
    this.#cosine[oscillator] = cosine * toOne;
  }
}
