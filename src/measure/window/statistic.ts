import { findInChannels, MIN_CONFIDENCE } from '../signal/find-signal.js';

/** A part of the ring that was inverted while it waited to be played. */
export interface Rewrite {
  /** hw_ptr just before and just after, in frames since playback's start. */
  readonly beforeFrame: number;
  readonly afterFrame: number;
  /** From `beforeFrame` to below this frame. */
  readonly endFrame: number;
}

/** A part below capture's hw_ptr, read at once, that later differed from a frame on. */
export interface EarlyRead {
  readonly pointerFrame: number;
  /** `pointerFrame` if nothing had changed. */
  readonly firstChangedFrame: number;
}

export interface WindowResult {
  /** Rewrites whose first captured frame was found. */
  readonly rewrites: number;
  /**
   * Frames ahead of hw_ptr that it is too late to write: lower and upper bound; undefined if the
   * loop is not detected.
   */
  readonly readAheadFrames: { readonly min: number; readonly max: number } | undefined;
  readonly reads: number;
  /** Frames below hw_ptr that it is too early to read; undefined if the loop is not detected. */
  readonly staleFrames: number | undefined;
}

interface WindowSamples {
  /** Captured samples of each channel. */
  readonly channels: readonly Float64Array[];
  readonly signal: Float64Array;
  /** First frame of the signal, since playback's start. */
  readonly signalFrame: number;
  readonly rewrites: readonly Rewrite[];
  readonly reads: readonly EarlyRead[];
}

/** Frames before a rewrite that show the signal as it was. */
const BEFORE_FRAMES = 256;

/** Frames written too late to be played, and frames read too early. */
export function windowStatistic(samples: WindowSamples): WindowResult {
  const bounds = rewriteBounds(samples);
  const rewrites = bounds.length;
  const reads = samples.reads.length;
  if (rewrites === 0)
    return { rewrites, readAheadFrames: undefined, reads, staleFrames: undefined };
  const largest = (values: readonly number[]) => Math.max(0, ...values);
  return {
    rewrites,
    readAheadFrames: {
      min: largest(bounds.map(({ min }) => min)),
      max: largest(bounds.map(({ max }) => max)),
    },
    reads,
    staleFrames: largest(samples.reads.map((read) => read.pointerFrame - read.firstChangedFrame)),
  };
}

/** Bounds of the frames fetched ahead, of each rewrite; none if the signal is not detected. */
function rewriteBounds({ channels, signal, signalFrame, rewrites }: WindowSamples) {
  const { channel, found } = findInChannels(channels, signal);
  if (found === undefined || found.confidence < MIN_CONFIDENCE) return [];
  const captured = channels[channel]!;
  const from = Math.floor(found.position) - signalFrame;
  const part = found.position - Math.floor(found.position);
  const sign = found.inverted ? -1 : 1;
  const agrees = (frame: number) => {
    const [here, next] = [captured[from + frame] ?? 0, captured[from + frame + 1] ?? 0];
    return sign * ((1 - part) * here + part * next) * signal[frame - signalFrame]!;
  };
  return rewrites.map(({ beforeFrame, afterFrame, endFrame }) => {
    const inverted = inversionFrame(agrees, beforeFrame, endFrame);
    return { min: inverted - afterFrame, max: inverted - beforeFrame };
  });
}

/** Frame, from `from` on, at which the captured signal changes from original to inverted. */
function inversionFrame(agrees: (frame: number) => number, from: number, to: number): number {
  let sum = 0;
  let best = -Infinity;
  let inverted = from;
  for (let frame = from - BEFORE_FRAMES; frame < to; frame++) {
    if (frame >= from && sum > best) {
      best = sum;
      inverted = frame;
    }
    sum += agrees(frame);
  }
  return sum > best ? to : inverted;
}
