import { type Alignment, alignSamples, firstSound } from './align-samples.js';
import type { FrameSamples } from './frame-samples.js';

/**
 * Result of a comparison: `identical`; `swapped` (identical, with the channels in another order);
 * `frames` (identical, except for missing or inserted frames); `dither` (differences of at most one
 * step); `gain` (another level); `rate` and `channels` (other parameters, samples not compared);
 * `silent` (the copy is silent); `different` (anything else, or not found in the source).
 */
export type Verdict =
  | 'identical'
  | 'swapped'
  | 'frames'
  | 'dither'
  | 'gain'
  | 'rate'
  | 'channels'
  | 'silent'
  | 'different';

/** Frames that the copy lacks (positive) or has in addition (negative). */
export interface FrameJump {
  readonly copyFrame: number;
  readonly sourceFrame: number;
  readonly missingFrames: number;
}

/** First sample that differs. */
export interface Difference {
  readonly copyFrame: number;
  readonly sourceFrame: number;
  readonly channel: number;
  /** Copy minus source, in steps. */
  readonly steps: number;
}

/** Comparison of a copy with its source. */
export interface Comparison {
  readonly verdict: Verdict;
  /** Undefined if the copy was not found in the source. */
  readonly alignment: Alignment | undefined;
  readonly comparedFrames: number;
  readonly differentFrames: number;
  readonly firstDifference: Difference | undefined;
  /** Largest difference in steps of the format with fewer bits. */
  readonly maxSteps: number;
  /** Level of the copy, relative to the source; negative infinity if it has none of the source. */
  readonly gainDb: number;
  readonly isInverted: boolean;
  readonly jumps: readonly FrameJump[];
}

/** Frames that must be equal after a jump. */
const JUMP_CHECK_FRAMES = 64;
const MAX_JUMP_FRAMES = 96_000;
/** Jumps that are followed; the rest is compared without further search. */
const MAX_JUMPS = 1000;
/** Steps explained by rounding, and by dither of one step on either side. */
const MAX_GAIN_STEPS = 2;
const MIN_GAIN_DB = 0.005;

const NOT_COMPARED = {
  alignment: undefined,
  comparedFrames: 0,
  differentFrames: 0,
  firstDifference: undefined,
  maxSteps: 0,
  gainDb: Number.NaN,
  isInverted: false,
  jumps: [],
};

/** Compares a copy with its source, of which it may be a part. */
export function compareSamples(copy: FrameSamples, source: FrameSamples): Comparison {
  if (copy.rateHz !== source.rateHz) return { ...NOT_COMPARED, verdict: 'rate' };
  if (copy.channels !== source.channels) return { ...NOT_COMPARED, verdict: 'channels' };
  if (firstSound(copy) === copy.frames) return { ...NOT_COMPARED, verdict: 'silent' };
  const alignment = alignSamples(copy, source);
  if (alignment === undefined) return { ...NOT_COMPARED, verdict: 'different' };
  return new SampleComparer(copy, source, alignment).compare();
}

/** Walks through both in step, and follows jumps while the samples are identical. */
class SampleComparer {
  readonly #copy: FrameSamples;
  readonly #source: FrameSamples;
  readonly #alignment: Alignment;
  readonly #step: number;
  readonly #jumps: FrameJump[] = [];
  #comparedFrames = 0;
  #differentFrames = 0;
  #firstDifference: Difference | undefined;
  #maxSteps = 0;
  #product = 0;
  #sourceEnergy = 0;

  constructor(copy: FrameSamples, source: FrameSamples, alignment: Alignment) {
    this.#copy = copy;
    this.#source = source;
    this.#alignment = alignment;
    this.#step = Math.max(copy.step, source.step);
  }

  compare(): Comparison {
    this.#walk();
    const gain = this.#sourceEnergy === 0 ? 0 : this.#product / this.#sourceEnergy;
    return {
      verdict: this.#verdict(gain),
      alignment: this.#alignment,
      comparedFrames: this.#comparedFrames,
      differentFrames: this.#differentFrames,
      firstDifference: this.#firstDifference,
      maxSteps: this.#maxSteps,
      gainDb: 20 * Math.log10(Math.abs(gain)),
      isInverted: gain < 0,
      jumps: this.#jumps,
    };
  }

  #verdict(gain: number): Verdict {
    if (this.#differentFrames === 0) {
      if (this.#jumps.length > 0) return 'frames';
      return this.#isInOrder ? 'identical' : 'swapped';
    }
    if (this.#jumps.length > 0) return 'different';
    if (this.#maxSteps <= 1) return 'dither';
    const isGain = gain < 0 || Math.abs(20 * Math.log10(gain)) >= MIN_GAIN_DB;
    return isGain && this.#largestResidue(gain) <= MAX_GAIN_STEPS ? 'gain' : 'different';
  }

  get #isInOrder(): boolean {
    return this.#alignment.order.every((from, channel) => from === channel);
  }

  #walk(): void {
    let { copyFrame, sourceFrame } = this.#alignment;
    let isExact = true;
    while (copyFrame < this.#copy.frames && sourceFrame < this.#source.frames) {
      if (!this.#isEqualAt(copyFrame, sourceFrame)) {
        const missing = isExact ? this.#findJump(copyFrame, sourceFrame) : 0;
        if (missing !== 0) {
          this.#jumps.push({ copyFrame, sourceFrame, missingFrames: missing });
          if (missing > 0) sourceFrame += missing;
          else copyFrame -= missing;
          continue;
        }
        isExact = false;
        this.#addDifference(copyFrame, sourceFrame);
      }
      this.#addEnergy(copyFrame, sourceFrame);
      copyFrame++;
      sourceFrame++;
      this.#comparedFrames++;
    }
  }

  /** Frames to skip in the source, or if negative in the copy, so that both agree; 0 for none. */
  #findJump(copyFrame: number, sourceFrame: number): number {
    if (this.#jumps.length === MAX_JUMPS) return 0;
    for (let distance = 1; distance <= MAX_JUMP_FRAMES; distance++) {
      if (this.#agreesAt(copyFrame, sourceFrame + distance)) return distance;
      if (this.#agreesAt(copyFrame + distance, sourceFrame)) return -distance;
    }
    return 0;
  }

  #agreesAt(copyFrame: number, sourceFrame: number): boolean {
    const left = Math.min(this.#copy.frames - copyFrame, this.#source.frames - sourceFrame);
    if (left < JUMP_CHECK_FRAMES) return false;
    let isSound = false;
    for (let frame = 0; frame < JUMP_CHECK_FRAMES; frame++) {
      if (!this.#isEqualAt(copyFrame + frame, sourceFrame + frame)) return false;
      isSound ||= this.#isSoundAt(copyFrame + frame);
    }
    return isSound;
  }

  #isSoundAt(copyFrame: number): boolean {
    return this.#alignment.order.some((_, channel) => this.#copy.get(copyFrame, channel) !== 0);
  }

  #isEqualAt(copyFrame: number, sourceFrame: number): boolean {
    const { order } = this.#alignment;
    for (let channel = 0; channel < order.length; channel++) {
      const copied = this.#copy.get(copyFrame, channel);
      if (copied !== this.#source.get(sourceFrame, order[channel]!)) return false;
    }
    return true;
  }

  #addDifference(copyFrame: number, sourceFrame: number): void {
    this.#differentFrames++;
    this.#alignment.order.forEach((from, channel) => {
      const distance = this.#copy.get(copyFrame, channel) - this.#source.get(sourceFrame, from);
      const steps = distance / this.#step;
      this.#maxSteps = Math.max(this.#maxSteps, Math.abs(steps));
      if (steps !== 0) this.#firstDifference ??= { copyFrame, sourceFrame, channel, steps };
    });
  }

  #addEnergy(copyFrame: number, sourceFrame: number): void {
    this.#alignment.order.forEach((from, channel) => {
      const value = this.#source.get(sourceFrame, from);
      this.#product += this.#copy.get(copyFrame, channel) * value;
      this.#sourceEnergy += value * value;
    });
  }

  /** Largest difference that the gain does not explain, in steps. */
  #largestResidue(gain: number): number {
    const { copyFrame, sourceFrame, order } = this.#alignment;
    let largest = 0;
    for (let frame = 0; frame < this.#comparedFrames; frame++) {
      for (let channel = 0; channel < order.length; channel++) {
        const expected = gain * this.#source.get(sourceFrame + frame, order[channel]!);
        const distance = this.#copy.get(copyFrame + frame, channel) - expected;
        largest = Math.max(largest, Math.abs(distance) / this.#step);
      }
    }
    return largest;
  }
}
