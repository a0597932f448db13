import { findSignal, MIN_CONFIDENCE } from '../signal/find-signal.js';

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

export interface WindowSamples {
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
  const { reads } = samples;
  const largest = (values: readonly number[]) => Math.max(0, ...values);
  return {
    rewrites: bounds.length,
    readAheadFrames:
      bounds.length === 0
        ? undefined
        : {
            min: largest(bounds.map(({ min }) => min)),
            max: largest(bounds.map(({ max }) => max)),
          },
    reads: reads.length,
    staleFrames:
      bounds.length === 0
        ? undefined
        : largest(reads.map((read) => read.pointerFrame - read.firstChangedFrame)),
  };
}

function rewriteBounds({ channels, signal, signalFrame, rewrites }: WindowSamples) {
  const found = channels.map((channel) => findSignal(channel, signal));
  const loudest = found.reduce(
    (best, next, channel) =>
      (next?.confidence ?? 0) > (found[best]?.confidence ?? 0) ? channel : best,
    0,
  );
  const place = found[loudest];
  if (place === undefined || place.confidence < MIN_CONFIDENCE) return [];
  const heard = channels[loudest]!;
  const from = Math.floor(place.position) - signalFrame;
  const part = place.position - Math.floor(place.position);
  const sign = place.inverted ? -1 : 1;
  const agrees = (frame: number) => {
    const [here, next] = [heard[from + frame] ?? 0, heard[from + frame + 1] ?? 0];
    return sign * ((1 - part) * here + part * next) * signal[frame - signalFrame]!;
  };
  return rewrites.map(({ beforeFrame, afterFrame, endFrame }) => {
    const turned = inversionFrame(agrees, beforeFrame, endFrame);
    return { min: turned - afterFrame, max: turned - beforeFrame };
  });
}

/** Frame, from `from` on, at which the captured signal changes from original to inverted. */
function inversionFrame(agrees: (frame: number) => number, from: number, to: number): number {
  let sum = 0;
  let best = Number.NEGATIVE_INFINITY;
  let turned = from;
  for (let frame = from - BEFORE_FRAMES; frame < to; frame++) {
    if (frame >= from && sum > best) {
      best = sum;
      turned = frame;
    }
    sum += agrees(frame);
  }
  return sum > best ? to : turned;
}
