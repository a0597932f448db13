import { AlsaMmapError } from '../device/errors.js';
import type { SampleFormat } from '../device/format.js';
import type { FrameInput } from './frame-input.js';

/** Fault of an input that was corrected. */
export interface InputWarning {
  readonly path: string;
  readonly problem: string;
}

/** Inputs with the same parameters, read one after the other without a gap. */
export class InputQueue {
  /** Ring formats that hold the samples of every input bit for bit, in order of preference. */
  readonly formats: readonly SampleFormat[];
  readonly channels: number;
  readonly rateHz: number;
  /** Bytes per frame as `read` returns them. */
  readonly frameBytes: number;
  readonly paths: readonly string[];
  readonly #inputs: readonly FrameInput[];
  /** Frames that were read of each input. */
  readonly #readFrames: number[];
  /** Index of the input that is read; the number of inputs at the end. */
  #current = 0;

  /**
   * @param inputs at least one
   * @throws {AlsaMmapError} UNSUPPORTED, naming the input and the parameter in which it differs
   */
  constructor(inputs: readonly FrameInput[]) {
    const first = inputs[0]!;
    this.formats = commonFormats(inputs);
    this.channels = first.channels;
    this.rateHz = first.rateHz;
    this.frameBytes = first.frameBytes;
    this.paths = inputs.map(({ path }) => path);
    this.#inputs = inputs;
    this.#readFrames = inputs.map(() => 0);
  }

  /** True when there will be no more frames. */
  get ended(): boolean {
    return this.#current === this.#inputs.length;
  }

  /** True if frames of an input arrive as another program writes them. */
  get isLive(): boolean {
    return this.#inputs.some(({ isLive }) => isLive);
  }

  /** Frames not yet read; undefined if the length of an input is not known. */
  get remainingFrames(): number | undefined {
    let frames = 0;
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
      this.#readFrames[this.#current]! += frames;
      if (input.ended) this.#current++;
      else if (frames === 0) break;
    }
    return done;
  }

  /** Returns the frames of each input among the first `played` frames that were read. */
  framesPerInput(played: number): number[] {
    let left = played;
    return this.#readFrames.map((read) => {
      const frames = Math.min(left, read);
      left -= frames;
      return frames;
    });
  }

  /** Returns the faults found since the last call. */
  takeWarnings(): readonly InputWarning[] {
    return this.#inputs.flatMap((input) =>
      input.takeWarnings().map((problem) => ({ path: input.path, problem })),
    );
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
