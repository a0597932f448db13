import { AlsaMmapError } from '../device/errors.js';
import type { SampleFormat } from '../device/format.js';
import type { FrameInput } from './frame-input.js';

/** Fault of an input that was corrected. */
export interface InputWarning {
  readonly path: string;
  readonly problem: string;
}

/** Part of the inputs that is played. */
export interface PlayRange {
  /** Frame of the first input at which the first round begins. */
  readonly startFrame: number;
  /** Number of times that all inputs are played; Infinity for no end. */
  readonly rounds: number;
}

/**
 * Inputs with the same parameters, read one after the other without a gap. A pipe can be neither
 * started at a later frame nor played more than once.
 */
export class InputQueue {
  /** Ring formats that hold the samples of every input bit for bit, in order of preference. */
  readonly formats: readonly SampleFormat[];
  readonly channels: number;
  readonly rateHz: number;
  /** Bytes per frame as `read` returns them. */
  readonly frameBytes: number;
  readonly paths: readonly string[];
  readonly #inputs: readonly FrameInput[];
  readonly #range: PlayRange;
  /** Frames of each input; of a pipe those that were read. */
  readonly #lengths: number[];
  /** Index of the input that is read; the number of inputs at the end. */
  #current = 0;
  #roundsAfterThis: number;

  /**
   * @param inputs at least one, which the caller closes
   * @throws {AlsaMmapError} UNSUPPORTED, naming the input and the parameter in which it differs
   */
  constructor(inputs: readonly FrameInput[], range: PlayRange) {
    const first = inputs[0]!;
    this.formats = commonFormats(inputs);
    this.channels = first.channels;
    this.rateHz = first.rateHz;
    this.frameBytes = first.frameBytes;
    this.paths = inputs.map(({ path }) => path);
    this.#inputs = inputs;
    this.#range = range;
    this.#lengths = inputs.map((input) => (input.seek ? (input.remainingFrames ?? 0) : 0));
    this.#roundsAfterThis = range.rounds - 1;
    if (range.startFrame > 0) first.seek?.(range.startFrame);
  }

  /** True when there will be no more frames. */
  get ended(): boolean {
    return this.#current === this.#inputs.length;
  }

  /** True if frames of an input arrive as another program writes them. */
  get isLive(): boolean {
    return this.#inputs.some(({ isLive }) => isLive);
  }

  /** Frames not yet read; undefined if the length of an input is not known, or there is no end. */
  get remainingFrames(): number | undefined {
    if (this.#roundsAfterThis === Number.POSITIVE_INFINITY) return undefined;
    let frames = this.#roundsAfterThis * this.#roundFrames;
    for (const { remainingFrames } of this.#inputs.slice(this.#current)) {
      if (remainingFrames === undefined) return undefined;
      frames += remainingFrames;
    }
    return frames;
  }

  /** Reads up to `target.length` bytes of whole frames; returns the frames, 0 for none yet. */
  read(target: Uint8Array): number {
    const wanted = Math.floor(target.length / this.frameBytes);
    let done = 0;
    while (done < wanted && !this.ended) {
      const input = this.#inputs[this.#current]!;
      const frames = input.read(target.subarray(done * this.frameBytes));
      done += frames;
      if (input.seek === undefined) this.#lengths[this.#current]! += frames;
      if (input.ended) this.#beginNext();
      else if (frames === 0) break;
    }
    return done;
  }

  /** Returns the frames of each input among the first `played` frames that were read. */
  framesPerInput(played: number): number[] {
    const { startFrame, rounds } = this.#range;
    const end = startFrame + played;
    const wholeRounds = rounds === 1 ? 0 : Math.floor(end / this.#roundFrames);
    let left = end - wholeRounds * this.#roundFrames;
    return this.#lengths.map((length, index) => {
      const frames = Math.min(left, length);
      left -= frames;
      return wholeRounds * length + frames - (index === 0 ? startFrame : 0);
    });
  }

  /** Returns the faults found since the last call. */
  takeWarnings(): readonly InputWarning[] {
    return this.#inputs.flatMap((input) =>
      input.takeWarnings().map((problem) => ({ path: input.path, problem })),
    );
  }

  get #roundFrames(): number {
    return this.#lengths.reduce((sum, length) => sum + length, 0);
  }

  #beginNext(): void {
    this.#current++;
    if (!this.ended || this.#roundsAfterThis === 0) return;
    this.#roundsAfterThis--;
    this.#current = 0;
    for (const input of this.#inputs) input.seek?.(0);
  }
}

function commonFormats(inputs: readonly FrameInput[]): readonly SampleFormat[] {
  const first = inputs[0]!;
  let { formats } = first;
  for (const input of inputs) {
    if (input.channels !== first.channels)
      throw differenceError(input, first, ({ channels }) => `channels: ${channels}`);
    if (input.rateHz !== first.rateHz)
      throw differenceError(input, first, ({ rateHz }) => `rate: ${rateHz} Hz`);
    formats = formats.filter((format) => input.formats.includes(format));
    if (formats.length === 0)
      throw differenceError(input, first, (one) => `format: ${one.formats[0]?.name}`);
  }
  return formats;
}

function differenceError(
  input: FrameInput,
  first: FrameInput,
  describe: (input: FrameInput) => string,
): AlsaMmapError {
  return new AlsaMmapError(
    'UNSUPPORTED',
    `${input.path} has ${describe(input)}, ${first.path} has ${describe(first)}; files that are ` +
      'played together need the same; play it separately',
  );
}
