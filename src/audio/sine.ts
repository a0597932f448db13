import { AlsaMmapError } from '../device/errors.js';
import { fromDbfs } from './decibel.js';

/** Parameters of a `SineSource`. */
export interface SineParams {
  readonly rateHz: number;
  /** Frequency in Hz, above 0 and below half the rate. */
  readonly freqHz: number;
  /** Peak level in dBFS; -Infinity is silence, and a level above 0 is clipped by the codec. */
  readonly levelDbfs: number;
  /** Phase at frame 0, in radians. Default 0. */
  readonly phase?: number | undefined;
}

const SPLIT_FRAMES = 2 ** 27;
/** Frames that `fill` derives from one exact phase. */
const BLOCK_FRAMES = 256;

/**
 * Sine generator in normalized values. The phase of each frame is computed from its index, so no
 * error accumulates: it stays below 2e-14 up to frame 2^53, with `fill` as with `value`.
 *
 * The cycles per frame are stored to 104 binary digits in three parts. Each product of a part with
 * a part of the frame index is exact in a double, so its whole cycles can be dropped without loss.
 *
 * @example
 * import { SineSource } from 'alsa-mmap';
 *
 * const sine = new SineSource({ rateHz: 48_000, freqHz: 440, levelDbfs: -6 });
 * const second = Float32Array.from({ length: 48_000 }, () => sine.next());
 * console.log(second[0]); // 0
 */
export class SineSource {
  readonly amplitude: number;
  readonly #phase: number;
  /** Cycles per frame: binary digits 1 to 26, 27 to 52, and 53 to 104. */
  readonly #high: number;
  readonly #middle: number;
  readonly #low: number;
  /** Rotation from the first frame of a block to each of its frames. */
  readonly #sines = new Float64Array(BLOCK_FRAMES);
  readonly #cosines = new Float64Array(BLOCK_FRAMES);
  #frame = 0;

  /** @throws {AlsaMmapError} USAGE if the frequency does not fit the rate or a value is NaN */
  constructor(params: SineParams) {
    const { rateHz, freqHz, levelDbfs, phase = 0 } = params;
    checkParams(rateHz, freqHz, levelDbfs, phase);
    this.amplitude = fromDbfs(levelDbfs);
    this.#phase = phase;
    const cycles = cyclesPerFrame(freqHz, rateHz);
    this.#high = Number(cycles >> 78n) * 2 ** -26;
    this.#middle = Number(BigInt.asUintN(26, cycles >> 52n)) * 2 ** -52;
    this.#low = Number(BigInt.asUintN(52, cycles)) * 2 ** -104;
    for (let frame = 0; frame < BLOCK_FRAMES; frame++) {
      this.#sines[frame] = Math.sin(this.#angle(frame));
      this.#cosines[frame] = Math.cos(this.#angle(frame));
    }
  }

  /** Returns the sample of a frame, 0 to 2^53, in [-amplitude, amplitude]. Does not allocate. */
  value(frame: number): number {
    return this.amplitude * Math.sin(this.#angle(frame) + this.#phase);
  }

  /**
   * Writes the samples of `count` frames from `frame` on to the start of `target`. It costs less
   * than `value`: two exact values for each block of 256 frames, and a rotation for each frame. The
   * samples do not depend on how the frames are split into calls. Does not allocate.
   */
  fill(target: Float64Array, frame: number, count: number): void {
    for (let done = 0; done < count; ) {
      const first = (frame + done) % BLOCK_FRAMES;
      const angle = this.#angle(frame + done - first) + this.#phase;
      const sine = this.amplitude * Math.sin(angle);
      const cosine = this.amplitude * Math.cos(angle);
      const end = Math.min(BLOCK_FRAMES, first + count - done);
      for (let at = first; at < end; at++, done++) {
        target[done] = sine * this.#cosines[at]! + cosine * this.#sines[at]!;
      }
    }
  }

  /** Angle of a frame in radians, less than a cycle, without the phase. */
  #angle(frame: number): number {
    const far = Math.floor(frame / SPLIT_FRAMES);
    const near = frame - far * SPLIT_FRAMES;
    // `far * SPLIT_FRAMES * high` is always a whole number of cycles.
    const cycles =
      fraction(near * this.#high) +
      fraction(far * SPLIT_FRAMES * this.#middle) +
      near * this.#middle +
      frame * this.#low;
    return 2 * Math.PI * fraction(cycles);
  }

  /** Returns the sample of the next frame, from frame 0. Does not allocate. */
  next(): number {
    return this.value(this.#frame++);
  }
}

function fraction(cycles: number): number {
  return cycles - Math.floor(cycles);
}

/** Returns `freqHz / rateHz` in units of 2^-104, rounded to nearest. */
function cyclesPerFrame(freqHz: number, rateHz: number): bigint {
  const freq = exactFraction(freqHz);
  const rate = exactFraction(rateHz);
  const numerator = freq.integer << (104n + rate.digits);
  const denominator = rate.integer << freq.digits;
  return (2n * numerator + denominator) / (2n * denominator);
}

/** Returns a double as the exact fraction integer / 2^digits. */
function exactFraction(value: number): { integer: bigint; digits: bigint } {
  let digits = 0n;
  let scaled = value;
  for (; !Number.isInteger(scaled); digits++) scaled *= 2;
  return { integer: BigInt(scaled), digits };
}

function checkParams(rateHz: number, freqHz: number, levelDbfs: number, phase: number): void {
  const check = (name: string, value: number, isValid: boolean, expected: string): void => {
    if (isValid) return;
    throw new AlsaMmapError('USAGE', `${name}: expected a ${expected}, got ${value}`);
  };
  const half = rateHz / 2;
  const belowHalf = `number above 0 and below ${half} (Hz, half the rate)`;
  check('rate', rateHz, rateHz > 0 && rateHz < Infinity, 'number above 0 (Hz)');
  check('frequency', freqHz, freqHz > 0 && freqHz < half, belowHalf);
  check('level', levelDbfs, levelDbfs < Infinity, 'number up to 0 (dBFS)');
  check('phase', phase, Number.isFinite(phase), 'finite number (radians)');
}
