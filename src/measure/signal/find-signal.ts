import { correlationOf, crossSpectrum, type Spectrum, shapeAt } from './cross-spectrum.js';

/** Position of a known signal in a recording. */
export interface FoundSignal {
  /** Frame of the recording, with fraction, at which the signal begins. */
  readonly position: number;
  readonly inverted: boolean;
  /** Level of the signal in the recording: 1 as played, 0.5 half of it, negative inverted. */
  readonly gain: number;
  /**
   * Peak of the correlation relative to the next highest: 1 to 1.5 in noise alone; detected
   * from MIN_CONFIDENCE.
   */
  readonly confidence: number;
}

/** Confidence from which the signal is detected. */
export const MIN_CONFIDENCE = 3;

/** Frames on either side that belong to the peak. */
const PEAK_FRAMES = 12;
const NEWTON_STEPS = 12;

/**
 * Finds `signal`, wide-band and known, in `recording`, to thousandths of a frame: the peak,
 * positive or negative, of their correlation (a matched filter), then the position between frames
 * at which the band-limited correlation is highest. The recording may begin or end within the
 * signal. If the two clocks differ, the result is the mean over the signal. Undefined if either is
 * silent.
 */
export function findSignal(
  recording: ArrayLike<number>,
  signal: ArrayLike<number>,
): FoundSignal | undefined {
  const spectrum = crossSpectrum(recording, signal);
  const peak = peakOf(correlationOf(spectrum), signal.length);
  if (peak === undefined) return undefined;
  const position = peakNear(spectrum, peak.lag);
  const { height } = shapeAt(spectrum, position);
  return {
    position,
    inverted: height < 0,
    gain: height / shapeAt(crossSpectrum(signal, signal), 0).height,
    confidence: Math.abs(height) / peak.next,
  };
}

/**
 * Highest value, positive or negative, of a correlation with a signal of `length` frames, and the
 * height of the next one elsewhere. Undefined if the correlation is 0.
 */
export function peakOf(
  lags: Float64Array,
  length: number,
): { lag: number; height: number; next: number } | undefined {
  const peak = highest(lags, () => true);
  if (lags[peak]! === 0) return undefined;
  const near = (lag: number) => cyclicDistance(lag, peak, lags.length) <= PEAK_FRAMES;
  const before = peak >= lags.length - length;
  return {
    lag: before ? peak - lags.length : peak,
    height: Math.abs(lags[peak]!),
    next: Math.abs(lags[highest(lags, (lag) => !near(lag))]!),
  };
}

/**
 * Channel in which the signal is found with the highest confidence.
 * @param only the only channel that is searched, if known
 */
export function findInChannels(
  channels: readonly Float64Array[],
  signal: ArrayLike<number>,
  only?: number,
): { channel: number; found: FoundSignal | undefined } {
  const searched = only === undefined ? channels.map((_, channel) => channel) : [only];
  return searched
    .map((channel) => ({ channel, found: findSignal(channels[channel]!, signal) }))
    .reduce((best, next) =>
      (next.found?.confidence ?? 0) > (best.found?.confidence ?? 0) ? next : best,
    );
}

/** Newton's iteration from the highest frame to slope 0; the frame itself if that diverges. */
function peakNear(spectrum: Spectrum, frame: number): number {
  let lag = frame;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const { slope, bend } = shapeAt(spectrum, lag);
    const change = slope / bend;
    if (!(Math.abs(lag - change - frame) <= 1)) return frame;
    lag -= change;
    if (Math.abs(change) < 1e-9) return lag;
  }
  return lag;
}

function highest(lags: Float64Array, counts: (lag: number) => boolean): number {
  let best = 0;
  let height = -1;
  for (let lag = 0; lag < lags.length; lag++) {
    if (Math.abs(lags[lag]!) <= height || !counts(lag)) continue;
    best = lag;
    height = Math.abs(lags[lag]!);
  }
  return best;
}

/** Cyclic distance of two lags. */
function cyclicDistance(a: number, b: number, size: number): number {
  const distance = Math.abs(a - b);
  return Math.min(distance, size - distance);
}
