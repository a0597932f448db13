import type { Direction, PcmParams } from '../../device/params.js';
import type { Interval } from '../statistic/regression.js';
import { robustLine } from '../statistic/robust-line.js';
import { slopeInterval } from '../statistic/slope-interval.js';
import { slopes } from '../statistic/slopes.js';

/** Positions of hw_ptr with the kernel's timestamps: one row per update. */
export interface ClockSamples {
  /** Frames since the start of the stream. */
  readonly frame: ArrayLike<number>;
  readonly stampNs: ArrayLike<number>;
}

/** Clock of the other direction, compared with this one. */
export interface OtherClock extends Pick<ClockResult, 'rateHz' | 'ppm' | 'ppmInterval'> {
  readonly direction: Direction;
  /** Deviation of the other clock from this one. */
  readonly differencePpm: number;
  /** 95 % confidence interval; if it contains 0, both may run on one clock. */
  readonly differenceInterval: Interval;
}

export interface ClockResult {
  readonly samples: number;
  /** Updates left out because they lie too far off the line. */
  readonly outliers: number;
  /** Revolutions of the ring that hw_ptr missed, restored by time. */
  readonly lostRounds: number;
  /** Time from the first to the last update. */
  readonly spanSeconds: number;
  readonly rateHz: number;
  /** 95 % confidence interval of the rate; residuals can be correlated over any time. */
  readonly rateHzInterval: Interval;
  /** Deviation from the nominal rate. */
  readonly ppm: number;
  readonly ppmInterval: Interval;
  /** Residuals of the updates from the line, in frames and in time. */
  readonly residualFrames: { readonly deviation: number; readonly largest: number };
  readonly residualNs: { readonly deviation: number; readonly largest: number };
  /** Deviation in each part of the measurement. */
  readonly windows: readonly {
    readonly fromSeconds: number;
    readonly toSeconds: number;
    readonly ppm: number;
    readonly ppmInterval: Interval;
  }[];
  /** Defined if the other direction ran at the same time. */
  readonly other?: OtherClock | undefined;
}

export const MIN_CLOCK_SAMPLES = 8;
const WINDOWS = 8;
/** Distance from the line below which no update is an outlier. */
const NEAR_SECONDS = 1e-4;

/**
 * Rate of hw_ptr by the clock of its timestamps: the slope of frames over time.
 * @throws RANGE for fewer than 8 samples, or if the timestamps do not advance
 */
export function clockStatistic(
  samples: ClockSamples,
  params: Pick<PcmParams, 'rateHz' | 'bufferSize'>,
): ClockResult {
  const { frame, stampNs, lostRounds } = restoreRounds(samples, params);
  const { rateHz: nominal } = params;
  const seconds = Float64Array.from(stampNs, (ns) => (ns - stampNs[0]!) / 1e9);
  const frames = Float64Array.from(frame, (at) => at - frame[0]!);
  const tolerance = Math.max(2, nominal * NEAR_SECONDS);
  const { line, x, y, outliers } = robustLine(seconds, frames, { tolerance });
  const interval = slopeInterval(x, y);
  const ppm = (hz: number) => (hz / nominal - 1) * 1e6;
  const inPpm = ({ low, high }: Interval) => ({ low: ppm(low), high: ppm(high) });
  const deviation = line.residualDeviation;
  const largest = line.largestResidual;
  const asNs = (count: number) => (count * 1e9) / line.slope;
  return {
    samples: frames.length,
    outliers: outliers.length,
    lostRounds,
    spanSeconds: seconds[seconds.length - 1]!,
    rateHz: line.slope,
    rateHzInterval: interval,
    ppm: ppm(line.slope),
    ppmInterval: inPpm(interval),
    residualFrames: { deviation, largest },
    residualNs: { deviation: asNs(deviation), largest: asNs(largest) },
    windows: slopes(x, y, WINDOWS).map(({ fromX, toX, line: { slope }, interval: part }) => ({
      fromSeconds: fromX,
      toSeconds: toX,
      ppm: ppm(slope),
      ppmInterval: inPpm(part),
    })),
  };
}

/** True if no single rate lies in the intervals of all parts: the clock drifted. */
export function hasDrifted({ windows }: Pick<ClockResult, 'windows'>): boolean {
  const lows = windows.map(({ ppmInterval }) => ppmInterval.low);
  const highs = windows.map(({ ppmInterval }) => ppmInterval.high);
  return Math.max(...lows) > Math.min(...highs);
}

/**
 * Restores revolutions of the ring that hw_ptr missed. A driver reports an offset in the ring: if
 * it was not read for longer than the ring lasts, whole revolutions are missing. They are restored
 * by the time between two updates.
 */
export function restoreRounds(
  { frame, stampNs }: ClockSamples,
  { rateHz, bufferSize }: Pick<PcmParams, 'rateHz' | 'bufferSize'>,
): ClockSamples & { readonly frame: Float64Array; readonly lostRounds: number } {
  const restored = Float64Array.from(frame);
  let lostRounds = 0;
  for (let row = 1; row < restored.length; row++) {
    const elapsed = ((stampNs[row]! - stampNs[row - 1]!) * rateHz) / 1e9;
    const step = frame[row]! - frame[row - 1]!;
    if (elapsed > bufferSize) lostRounds += Math.max(0, Math.round((elapsed - step) / bufferSize));
    restored[row]! += lostRounds * bufferSize;
  }
  return { frame: restored, stampNs, lostRounds };
}

/** Difference of two clocks measured at the same time, each with its own errors. */
export function clockDifference(
  one: ClockResult,
  other: ClockResult,
  direction: Direction,
): OtherClock {
  const reach = ({ low, high }: Interval) => (high - low) / 2;
  const both = Math.hypot(reach(one.ppmInterval), reach(other.ppmInterval));
  const differencePpm = other.ppm - one.ppm;
  return {
    direction,
    rateHz: other.rateHz,
    ppm: other.ppm,
    ppmInterval: other.ppmInterval,
    differencePpm,
    differenceInterval: { low: differencePpm - both, high: differencePpm + both },
  };
}
