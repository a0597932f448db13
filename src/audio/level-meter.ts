import { toDbfs } from './decibel.js';
import type { SampleCodec, SampleView } from './sample-codec.js';
import { SampleSums, type SumSamples, sumFunctionFor } from './sample-sums.js';

/** Linear figures have full scale at 1; in dBFS a full-scale sine has a peak of 0, an RMS of -3.01. */
export interface ChannelLevels {
  /** Samples measured. */
  readonly frames: number;
  readonly peak: number;
  readonly peakDbfs: number;
  readonly rms: number;
  readonly rmsDbfs: number;
  /** The mean, signed. */
  readonly dc: number;
  /** Of its magnitude. */
  readonly dcDbfs: number;
  /** Samples at or beyond either end of the raw range, and floats that are not finite. */
  readonly clips: number;
}

/**
 * Frames that are added up in one loop. V8 compiles a long one while it runs, before it has seen what
 * follows it, and gives that code up each time the loop ends.
 */
const BATCH_FRAMES = 512;

/**
 * Peak, RMS, DC and clips of each channel since the start or the last `reset()`. Before the first
 * sample every linear figure is 0. Floats that are not finite count as clips and as frames and
 * enter nothing else. Adding does not allocate.
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

  /** Adds `frames` frames from `startFrame` on, all channels side by side from element 0 on. */
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

  /** Adds `frames` samples of one channel: the element `first` and every `step`-th after it. */
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

  /** Adds what another meter of as many channels has measured. */
  merge(other: LevelMeter): void {
    for (let channel = 0; channel < this.channels; channel++) {
      this.#frames[channel]! += other.#frames[channel]!;
      this.#peaks[channel] = Math.max(this.#peaks[channel]!, other.#peaks[channel]!);
      this.#sums[channel]! += other.#sums[channel]!;
      this.#squares[channel]! += other.#squares[channel]!;
      this.#clips[channel]! += other.#clips[channel]!;
    }
  }

  /** The figures of every channel, in channel order. */
  levels(): ChannelLevels[] {
    return Array.from({ length: this.channels }, (_, channel) => this.#levelsOf(channel));
  }

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
