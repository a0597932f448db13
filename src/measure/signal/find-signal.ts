import { type CrossSpectrum, correlationOf, crossSpectrum, shapeAt } from './cross-spectrum.js';

/** Where a known signal lies in a recording. */
export interface FoundSignal {
  /** The frame of the recording, with its fraction, at which the signal's first frame lies. */
  readonly position: number;
  readonly inverted: boolean;
  /** The signal in the recording against the known one: 1 as loud, 0.5 half as loud, negative inverted. */
  readonly gain: number;
  /**
   * The correlation's peak against its next highest: 1 to 1.5 in noise alone; from SURE the signal
   * is there.
   */
  readonly confidence: number;
}

/** The confidence from which the signal is there. */
export const SURE = 3;

/** Frames to either side that still belong to the peak. */
const PEAK_FRAMES = 12;
const NEWTON_STEPS = 12;

/**
 * The position of `signal`, wide-band and known, in `recording`, to thousandths of a frame: the highest
 * point, up or down, of their correlation (a matched filter), then the place between frames where the
 * band-limited correlation is highest. The recording may begin or end within the signal. Where the two
 * clocks differ the answer is the mean over the signal. Undefined where either is silent.
 */
export function findSignal(
  recording: ArrayLike<number>,
  signal: ArrayLike<number>,
): FoundSignal | undefined {
  const spectrum = crossSpectrum(recording, signal);
  const lags = correlationOf(spectrum);
  const peak = highest(lags, () => true);
  if (lags[peak]! === 0) return undefined;
  const near = (lag: number) => apart(lag, peak, lags.length) <= PEAK_FRAMES;
  const next = Math.abs(lags[highest(lags, (lag) => !near(lag))]!);
  const before = peak >= lags.length - signal.length;
  const position = topNear(spectrum, before ? peak - lags.length : peak);
  const { height } = shapeAt(spectrum, position);
  return {
    position,
    inverted: height < 0,
    gain: height / shapeAt(crossSpectrum(signal, signal), 0).height,
    confidence: Math.abs(height) / next,
  };
}

/** Newton's way from the highest frame to where the slope is 0; the frame itself where that leads off. */
function topNear(spectrum: CrossSpectrum, frame: number): number {
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

/** Lags apart, as the first follows the last. */
function apart(a: number, b: number, size: number): number {
  const distance = Math.abs(a - b);
  return Math.min(distance, size - distance);
}
