import type { Direction, PcmParams } from '../../device/params.js';
import { blockInterval } from '../statistic/block-interval.js';
import type { Interval } from '../statistic/regression.js';
import { robustLine } from '../statistic/robust-line.js';
import { slopes } from '../statistic/slopes.js';
import { restoreRounds } from './lost-rounds.js';

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

/** The clock of the other direction, and how far it is off this one's. */
export interface OtherClock {
  readonly direction: Direction;
  readonly rateHz: number;
  readonly ppm: number;
  readonly ppmInterval: Interval;
  /** How much faster the other one runs than this one. */
  readonly differencePpm: number;
  /** Holds the true difference in 95 of 100 measurements; 0 in it may be one clock. */
  readonly differenceInterval: Interval;
}

export interface ClockResult {
  readonly samples: number;
  /** Updates that lie too far off to be believed, and were left out. */
  readonly outliers: number;
  /** How many times round the ring nobody looked, which hw_ptr does not tell of, and time does. */
  readonly lostRounds: number;
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
  /** Where it ran beside this one. */
  readonly other?: OtherClock | undefined;
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
  samples: ClockSamples,
  params: Pick<PcmParams, 'rateHz' | 'bufferSize'>,
): ClockResult {
  const { frame, stampNs, lostRounds } = restoreRounds(samples, params);
  const { rateHz: nominal } = params;
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
    lostRounds,
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

/** Of two clocks that were measured at the same time, each with errors of its own. */
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
