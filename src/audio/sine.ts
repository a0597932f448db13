import { AlsaMmapError } from '../device/errors.js';
import { fromDbfs } from './decibel.js';

export interface SineParams {
  readonly rateHz: number;
  /** Above 0 and below half the rate. */
  readonly freqHz: number;
  /** Of the peak; 0 reaches full scale, -Infinity is silence, above 0 is for the codec to clip. */
  readonly levelDbfs: number;
  /** At frame 0, in radians; 0 unless told. */
  readonly phase?: number | undefined;
}

const SPLIT_FRAMES = 2 ** 27;

/**
 * A sine on unit scale that is exact at any distance: the turns made by a frame are computed afresh
 * from its index, so nothing accumulates. The error stays below 1e-14 up to frame 2^53.
 *
 * The turns per frame are held to 104 binary places in three pieces, cut so that each product with
 * a piece of the frame index is exact in a double, and its whole turns can be dropped without loss.
 */
export class SineSource {
  readonly amplitude: number;
  readonly #phase: number;
  /** Turns per frame: places 1 to 26, 27 to 52, and the rest. */
  readonly #high: number;
  readonly #middle: number;
  readonly #low: number;
  #frame = 0;

  /** @throws {AlsaMmapError} USAGE where the frequency does not fit the rate or a value is NaN. */
  constructor(params: SineParams) {
    const { rateHz, freqHz, levelDbfs, phase = 0 } = params;
    checkParams(rateHz, freqHz, levelDbfs, phase);
    this.amplitude = fromDbfs(levelDbfs);
    this.#phase = phase;
    const turns = turnsPerFrame(freqHz, rateHz);
    this.#high = Number(turns >> 78n) * 2 ** -26;
    this.#middle = Number(BigInt.asUintN(26, turns >> 52n)) * 2 ** -52;
    this.#low = Number(BigInt.asUintN(52, turns)) * 2 ** -104;
  }

  /** The sample of a frame, 0 to 2^53, in [-amplitude, amplitude]. Does not allocate. */
  value(frame: number): number {
    const far = Math.floor(frame / SPLIT_FRAMES);
    const near = frame - far * SPLIT_FRAMES;
    // `far * FAR * high` is left out: it is always a whole number of turns.
    const turns =
      fraction(near * this.#high) +
      fraction(far * SPLIT_FRAMES * this.#middle) +
      near * this.#middle +
      frame * this.#low;
    return this.amplitude * Math.sin(2 * Math.PI * fraction(turns) + this.#phase);
  }

  /** The sample of the next frame; the first call gives frame 0. Does not allocate. */
  next(): number {
    return this.value(this.#frame++);
  }
}

function fraction(turns: number): number {
  return turns - Math.floor(turns);
}

/** `freqHz / rateHz` in units of 2^-104, rounded to nearest. */
function turnsPerFrame(freqHz: number, rateHz: number): bigint {
  const freq = exactFraction(freqHz);
  const rate = exactFraction(rateHz);
  const numerator = freq.integer << (104n + rate.places);
  const denominator = rate.integer << freq.places;
  return (2n * numerator + denominator) / (2n * denominator);
}

/** A double as what it exactly is: integer / 2^places. */
function exactFraction(value: number): { integer: bigint; places: bigint } {
  let places = 0n;
  let scaled = value;
  for (; !Number.isInteger(scaled); places++) scaled *= 2;
  return { integer: BigInt(scaled), places };
}

function checkParams(rateHz: number, freqHz: number, levelDbfs: number, phase: number): void {
  if (!(rateHz > 0 && rateHz < Infinity)) {
    throw new AlsaMmapError('USAGE', `a rate of ${rateHz} Hz cannot be played: give one above 0`);
  }
  if (!(freqHz > 0 && freqHz < rateHz / 2)) {
    throw new AlsaMmapError(
      'USAGE',
      `a sine of ${freqHz} Hz does not fit ${rateHz} Hz: give a frequency above 0 and below ${rateHz / 2} Hz`,
    );
  }
  if (!(levelDbfs < Infinity)) {
    throw new AlsaMmapError('USAGE', `${levelDbfs} is no level: give dBFS, 0 or below`);
  }
  if (!Number.isFinite(phase)) {
    throw new AlsaMmapError('USAGE', `${phase} is no phase: give radians`);
  }
}
