import { findSignal, SURE } from '../signal/find-signal.js';

/** A stretch of the ring that was turned upside down while it waited to be played. */
export interface Rewrite {
  /** hw_ptr just before and just after, in frames since playback's start. */
  readonly beforeFrame: number;
  readonly afterFrame: number;
  /** From `beforeFrame` to below this one. */
  readonly endFrame: number;
}

/** A stretch below capture's hw_ptr, read at once, that later held something else from a frame on. */
export interface EarlyRead {
  readonly pointerFrame: number;
  /** `pointerFrame` where nothing had changed. */
  readonly firstChangedFrame: number;
}

export interface WindowResult {
  /** Rewrites whose first heard frame was found. */
  readonly rewrites: number;
  /**
   * How many frames ahead of hw_ptr it was too late to write: so many at least, and at most; undefined where
   * the loop is not heard.
   */
  readonly readAheadFrames: { readonly least: number; readonly most: number } | undefined;
  readonly reads: number;
  /** How many frames below hw_ptr it was too early to read; undefined where the loop is not heard. */
  readonly staleFrames: number | undefined;
}

export interface WindowSamples {
  /** What was heard, of each channel of capture. */
  readonly channels: readonly Float64Array[];
  readonly signal: Float64Array;
  /** The frame, since playback's start, that the signal begins with. */
  readonly signalFrame: number;
  readonly rewrites: readonly Rewrite[];
  readonly reads: readonly EarlyRead[];
}

/** Frames before a rewrite that show how the signal looks as it was. */
const BEFORE_FRAMES = 256;

/** What came too late to be heard, and what was read too early. */
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
            least: largest(bounds.map(({ least }) => least)),
            most: largest(bounds.map(({ most }) => most)),
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
  if (place === undefined || place.confidence < SURE) return [];
  const heard = channels[loudest]!;
  const from = Math.floor(place.position) - signalFrame;
  const part = place.position - Math.floor(place.position);
  const sign = place.inverted ? -1 : 1;
  const agrees = (frame: number) => {
    const [here, next] = [heard[from + frame] ?? 0, heard[from + frame + 1] ?? 0];
    return sign * ((1 - part) * here + part * next) * signal[frame - signalFrame]!;
  };
  return rewrites.map(({ beforeFrame, afterFrame, endFrame }) => {
    const turned = turningFrame(agrees, beforeFrame, endFrame);
    return { least: turned - afterFrame, most: turned - beforeFrame };
  });
}

/** The frame, from `from` on, before which the signal is heard as it was, and from which upside down. */
function turningFrame(agrees: (frame: number) => number, from: number, to: number): number {
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
