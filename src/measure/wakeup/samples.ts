import type { PcmParams } from '../../device/params.js';

/** The turns of a client, one a row; times on CLOCK_MONOTONIC. */
export interface WakeupSamples {
  /** The kernel's timestamp of the pointer that the turn went by; 0 where the driver gives none. */
  readonly stampNs: Float64Array;
  /** When the first of its periods was complete: before `stampNs` where it was late by more than one. */
  readonly dueNs: Float64Array;
  /** Back from poll(2). */
  readonly wokenNs: Float64Array;
  /** The ring is filled, or read. */
  readonly readyNs: Float64Array;
  readonly committedNs: Float64Array;
  /** By how much the hardware had passed the end of a period when the kernel looked at it. */
  readonly passedFrames: Float64Array;
  /** Just before the commit: frames left to play, or room for more; below 0 where it came too late. */
  readonly leftFrames: Float64Array;
}

/** Whether the driver's timestamps can be compared with the program's clock. */
export type TimestampKind = 'monotonic' | 'none' | 'other clock';

export type WakeupParams = Pick<PcmParams, 'rateHz' | 'bufferSize' | 'tstampType'>;

/** No delay in a stream that runs is as long as this. */
const FAR_NS = 1e9;

/** What the timestamps are worth: they are zero, of another clock, or good. */
export function timestampKind(
  { stampNs, wokenNs }: Pick<WakeupSamples, 'stampNs' | 'wokenNs'>,
  { tstampType, bufferSize, rateHz }: WakeupParams,
): TimestampKind {
  const missing = stampNs.filter((ns) => ns === 0).length;
  if (2 * missing > stampNs.length) return 'none';
  const farNs = Math.max(FAR_NS, (2e9 * bufferSize) / rateHz);
  const far = stampNs.filter((ns, turn) => ns > 0 && Math.abs(wokenNs[turn]! - ns) > farNs).length;
  const isOther = tstampType !== 'MONOTONIC' || 2 * far > stampNs.length - missing;
  return isOther ? 'other clock' : 'monotonic';
}
