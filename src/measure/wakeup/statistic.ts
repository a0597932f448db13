import { percentile, type Summary, summary } from '../statistic/percentiles.js';
import type { TimestampKind, WakeupParams, WakeupSamples } from './samples.js';
import { wakeupStages } from './stages.js';

/** An xrun: its position and time, and how long the client had been away. */
export interface WakeupXrun {
  /** Frames committed until then, since the first start. */
  readonly atFrame: number;
  /** Time at which it was found, since the start of the measurement; negative in the warm-up. */
  readonly atNs: number;
  /** Time from the last commit until it was found. */
  readonly sinceLastWakeupNs: number;
}

/** Low end of the headroom's distribution. */
export interface Headroom {
  readonly min: number;
  /** Low percentiles: exceeded by 99 %, and by 90 %, of the cycles. */
  readonly p1: number;
  readonly p10: number;
  readonly p50: number;
  readonly max: number;
}

export interface WakeupResult {
  readonly cycles: number;
  /** Cycles that also missed the next period. */
  readonly late: number;
  readonly timestamps: TimestampKind;
  readonly stagesNs: {
    readonly interrupt: Summary | undefined;
    readonly poll: Summary | undefined;
    readonly data: Summary;
    readonly commit: Summary;
    readonly whole: Summary | undefined;
  };
  /** Headroom just before the commit: frames left to play, or room left. */
  readonly headroomFrames: Headroom;
  /** Headroom as a time: how much later the commit could have been. */
  readonly headroomNs: Headroom;
  readonly xruns: readonly WakeupXrun[];
  readonly suspends: number;
}

/** Statistic of the cycles: at least one. */
export function wakeupStatistic(
  samples: WakeupSamples,
  params: WakeupParams & { readonly periodSize: number },
  stops: Pick<WakeupResult, 'xruns' | 'suspends'>,
): WakeupResult {
  const { timestamps, ns, headroomFrames } = wakeupStages(samples, params);
  const sorted = headroomFrames.toSorted();
  const headroomIn = (unit: number): Headroom => ({
    min: sorted[0]! * unit,
    p1: percentile(sorted, 1) * unit,
    p10: percentile(sorted, 10) * unit,
    p50: percentile(sorted, 50) * unit,
    max: sorted[sorted.length - 1]! * unit,
  });
  const periodNs = (params.periodSize * 1e9) / params.rateHz;
  return {
    cycles: headroomFrames.length,
    late: ns.poll?.filter((delayNs) => delayNs >= periodNs).length ?? 0,
    timestamps,
    stagesNs: {
      interrupt: summary(ns.interrupt ?? []),
      poll: summary(ns.poll ?? []),
      data: summary(ns.data)!,
      commit: summary(ns.commit)!,
      whole: summary(ns.whole ?? []),
    },
    headroomFrames: headroomIn(1),
    headroomNs: headroomIn(1e9 / params.rateHz),
    ...stops,
  };
}
