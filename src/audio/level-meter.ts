import { toDbfs } from './decibel.js';
import type { SampleCodec, SampleView } from './sample-codec.js';
import { SampleSums, type SumSamples, sumFunctionFor } from './sample-sums.js';

/**
 * Levels of one channel. Full scale is 1 and 0 dBFS; a full-scale sine has an RMS of -3.01 dBFS.
 */
export interface ChannelLevels {
  /** Number of samples measured. */
  readonly frames: number;
  readonly peak: number;
  readonly peakDbfs: number;
  readonly rms: number;
  readonly rmsDbfs: number;
  /** Mean of the samples, signed. */
  readonly dc: number;
  /** Magnitude of the mean. */
  readonly dcDbfs: number;
  /** Number of samples at or beyond an end of the raw range, including non-finite floats. */
  readonly clips: number;
}

/**
 * Maximum frames summed in one loop. V8 replaces a longer loop while it runs (on-stack replacement)
 * and deoptimizes that code each time the loop ends.
 */
const BATCH_FRAMES = 512;

/**
 * Meter of peak, RMS, DC and clips of each channel since the start or the last `reset()`. Before
 * the first sample every linear value is 0. Non-finite floats are counted as clips and as frames,
 * and are left out of peak, RMS and DC. Adding does not allocate.
 * @example
 * import { findFormat, LevelMeter, sampleCodec } from 'alsa-mmap';
 *
 * const codec = sampleCodec(findFormat('FLOAT_LE')!);
 * const meter = new LevelMeter(2);
 * meter.addInterleaved(Float32Array.of(0.5, 0, -0.5, 0), codec, 0, 2);
 * const [left] = meter.levels();
 * console.log(left?.peakDbfs.toFixed(2), left?.frames); // -6.02 2
 */
export class LevelMeter {
  readonly channels: number;
  readonly #frames: Float64Array;
  readonly #peaks: Float64Array;
  readonly #sums: Float64Array;
  readonly #squares: Float64Array;
  readonly #clips: Float64Array;
  readonly #batch = new SampleSums();
  #codec: SampleCodec | undefined;
  #sumSamples: SumSamples | undefined;

  constructor(channels: number) {
    this.channels = channels;
    this.#frames = new Float64Array(channels);
    this.#peaks = new Float64Array(channels);
    this.#sums = new Float64Array(channels);
    this.#squares = new Float64Array(channels);
    this.#clips = new Float64Array(channels);
  }

  /** Adds `frames` interleaved frames from frame `startFrame` of the view. */
  addInterleaved(view: SampleView, codec: SampleCodec, startFrame: number, frames: number): void {
    const step = this.channels * codec.elements;
    for (let done = 0; done < frames; done += BATCH_FRAMES) {
      const count = Math.min(BATCH_FRAMES, frames - done);
      for (let channel = 0; channel < this.channels; channel++) {
        const first = (startFrame + done) * step + channel * codec.elements;
        this.addChannel(channel, view, codec, first, step, count);
      }
    }
  }

  /** Adds `frames` samples of one channel: element `first` and every `step`-th element after it. */
  addChannel(
    channel: number,
    view: SampleView,
    codec: SampleCodec,
    first: number,
    step: number,
    frames: number,
  ): void {
    if (codec !== this.#codec) {
      this.#codec = codec;
      this.#sumSamples = sumFunctionFor(codec);
    }
    const run = this.#batch;
    this.#sumSamples!(view, first, step, frames, run);
    this.#frames[channel]! += frames;
    if (run.peak > this.#peaks[channel]!) this.#peaks[channel] = run.peak;
    this.#sums[channel]! += run.sum;
    this.#squares[channel]! += run.squares;
    this.#clips[channel]! += run.clips;
  }

  /** Adds the values of another meter with the same number of channels. */
  merge(other: LevelMeter): void {
    for (let channel = 0; channel < this.channels; channel++) {
      this.#frames[channel]! += other.#frames[channel]!;
      this.#peaks[channel] = Math.max(this.#peaks[channel]!, other.#peaks[channel]!);
      this.#sums[channel]! += other.#sums[channel]!;
      this.#squares[channel]! += other.#squares[channel]!;
      this.#clips[channel]! += other.#clips[channel]!;
    }
  }

  /** Returns the levels of every channel, in channel order. */
  levels(): ChannelLevels[] {
    return Array.from({ length: this.channels }, (_, channel) => this.#levelsOf(channel));
  }

  /** Clears all values. */
  reset(): void {
    this.#frames.fill(0);
    this.#peaks.fill(0);
    this.#sums.fill(0);
    this.#squares.fill(0);
    this.#clips.fill(0);
  }

  #levelsOf(channel: number): ChannelLevels {
    const frames = this.#frames[channel]!;
    const peak = this.#peaks[channel]!;
    const rms = Math.sqrt(this.#squares[channel]! / Math.max(frames, 1));
    const dc = this.#sums[channel]! / Math.max(frames, 1);
    const clips = this.#clips[channel]!;
    return {
      frames,
      peak,
      peakDbfs: toDbfs(peak),
      rms,
      rmsDbfs: toDbfs(rms),
      dc,
      dcDbfs: toDbfs(dc),
      clips,
    };
  }
}
