import type { PcmParams } from '../../device/params.js';

/** Cycles of a client, one per row; times on CLOCK_MONOTONIC. */
export interface WakeupSamples {
  /** Kernel timestamp of the pointer that the cycle used; 0 if the driver gives none. */
  readonly stampNs: Float64Array;
  /** End of the first of its periods: before `stampNs` if the wake-up was late by more than one. */
  readonly dueNs: Float64Array;
  /** Return from poll(2). */
  readonly wokenNs: Float64Array;
  /** The ring is filled, or read. */
  readonly readyNs: Float64Array;
  readonly committedNs: Float64Array;
  /** Frames by which the hardware had passed the end of a period when the kernel read it. */
  readonly passedFrames: Float64Array;
  /**
   * Headroom just before the commit: frames left to play, or room left; below 0 if it was too late.
   */
  readonly headroomFrames: Float64Array;
}

/** Comparability of the driver's timestamps with the program's clock. */
export type TimestampKind = 'monotonic' | 'none' | 'other clock' | 'implausible';

export type WakeupParams = Pick<PcmParams, 'rateHz' | 'bufferSize' | 'tstampType'>;

/** Tolerance by which a timestamp may be later than a clock read after it. */
const AHEAD_NS = 1e5;
/** No delay in a running stream is longer. */
const FAR_NS = 1e9;

/** Classifies most timestamps: 0, of another clock, in the future or unchanged, or usable. */
export function timestampKind(
  { stampNs, wokenNs, readyNs }: Pick<WakeupSamples, 'stampNs' | 'wokenNs' | 'readyNs'>,
  { tstampType, bufferSize, rateHz }: WakeupParams,
): TimestampKind {
  const missing = stampNs.filter((ns) => ns === 0).length;
  if (2 * missing > stampNs.length) return 'none';
  const farNs = Math.max(FAR_NS, (2e9 * bufferSize) / rateHz);
  const far = stampNs.filter(
    (ns, cycle) => ns > 0 && Math.abs(wokenNs[cycle]! - ns) > farNs,
  ).length;
  const isOther = tstampType !== 'MONOTONIC' || 2 * far > stampNs.length - missing;
  if (isOther) return 'other clock';
  const implausible = stampNs.filter(
    (ns, cycle) => ns > readyNs[cycle]! + AHEAD_NS || (cycle > 0 && ns === stampNs[cycle - 1]),
  ).length;
  return 2 * implausible > stampNs.length ? 'implausible' : 'monotonic';
}
