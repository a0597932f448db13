import type { PcmParams } from '../../device/params.js';
import { blockInterval } from '../statistic/block-interval.js';
import type { Interval } from '../statistic/regression.js';
import { robustLine } from '../statistic/robust-line.js';
import { slopes } from '../statistic/slopes.js';

/** Where hw_ptr was, and the kernel's timestamp of when: one row an update. */
export interface ClockSamples {
  /** Frames since the start of the stream. */
  readonly frame: ArrayLike<number>;
  readonly stampNs: ArrayLike<number>;
}

/** The rate of one stretch of the measurement. */
export interface ClockWindow {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly ppm: number;
}

export interface ClockResult {
  readonly samples: number;
  /** Updates that lie too far off to be believed, and were left out. */
  readonly outliers: number;
  /** From the first to the last. */
  readonly spanSeconds: number;
  readonly rateHz: number;
  /** Holds the true rate in 95 of 100 measurements. */
  readonly rateHzInterval: Interval;
  /** Above the nominal rate. */
  readonly ppm: number;
  readonly ppmInterval: Interval;
  /** Of the updates from the line, in frames and in time. */
  readonly residualFrames: { readonly deviation: number; readonly largest: number };
  readonly residualNs: { readonly deviation: number; readonly largest: number };
  readonly windows: readonly ClockWindow[];
}

export const FEWEST_CLOCK_SAMPLES = 8;
const WINDOWS = 8;
/** Nearer to the line than this nothing is wild. */
const NEAR_SECONDS = 1e-4;

/**
 * The rate at which hw_ptr moves by the clock of its timestamps: the slope of frames on time.
 * @throws RANGE for fewer than 8 samples, or where the timestamps do not advance
 */
export function clockStatistic(
  { frame, stampNs }: ClockSamples,
  { rateHz: nominal }: Pick<PcmParams, 'rateHz'>,
): ClockResult {
  const seconds = Float64Array.from(stampNs, (ns) => (ns - stampNs[0]!) / 1e9);
  const frames = Float64Array.from(frame, (at) => at - frame[0]!);
  const tolerance = Math.max(2, nominal * NEAR_SECONDS);
  const { line, x, y, outliers } = robustLine(seconds, frames, { tolerance });
  const { slopeInterval } = blockInterval(x, y, line);
  const ppm = (hz: number) => (hz / nominal - 1) * 1e6;
  const deviation = line.residualDeviation;
  const largest = line.largestResidual;
  const asNs = (count: number) => (count * 1e9) / line.slope;
  return {
    samples: frames.length,
    outliers: outliers.length,
    spanSeconds: seconds[seconds.length - 1]!,
    rateHz: line.slope,
    rateHzInterval: slopeInterval,
    ppm: ppm(line.slope),
    ppmInterval: { low: ppm(slopeInterval.low), high: ppm(slopeInterval.high) },
    residualFrames: { deviation, largest },
    residualNs: { deviation: asNs(deviation), largest: asNs(largest) },
    windows: slopes(x, y, WINDOWS).map(({ fromX, toX, line: { slope } }) => ({
      fromSeconds: fromX,
      toSeconds: toX,
      ppm: ppm(slope),
    })),
  };
}
