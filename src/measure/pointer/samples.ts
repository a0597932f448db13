import type { PcmParams } from '../../device/params.js';

/** Cause of an update of hw_ptr. */
export const UpdateKind = {
  /** Start of the measurement, not an update. */
  START: 0,
  /** Interrupt, while there were no queries. */
  ALONE: 1,
  /** Interrupt, between two queries. */
  BETWEEN: 2,
  /** Answer to HWSYNC. */
  ASKED: 3,
} as const;

/**
 * Updates of hw_ptr, one per row: `frame`, the position after it, since the start of the stream;
 * `stampNs`, its kernel timestamp; `seenNs`, the time of the read; `kind`, an `UpdateKind`.
 */
export type PointerSamples = Readonly<Record<PointerColumn, ArrayLike<number>>>;
type PointerColumn = 'frame' | 'stampNs' | 'seenNs' | 'kind';

/** The same as raw columns of a measurement. */
export type PointerColumns = Readonly<Record<PointerColumn, Float64Array>>;

export interface PointerSetting {
  readonly params: Pick<PcmParams, 'rateHz' | 'periodSize' | 'bufferSize' | 'infoFlags'>;
  /** Number of queries. */
  readonly queries: number;
  /** Average time between two reads. */
  readonly lookNs: number;
  /** Time of the last read. */
  readonly endNs: number;
}

const STILL_PERIODS = 4;
const MIN_STILL_NS = 200e6;

/** Time after which a pointer that does not move, in a running stream, has stalled. */
export function stillLimitNs({
  periodSize,
  rateHz,
}: Pick<PcmParams, 'periodSize' | 'rateHz'>): number {
  return Math.max(MIN_STILL_NS, (STILL_PERIODS * periodSize * 1e9) / rateHz);
}

/** Measured: QEMU's USB card, reopened at once, does not move its pointer for up to 2 s. */
export const REOPEN_LIMIT_NS = 3e9;

/** Same as `stillLimitNs`, for a device that may have been reopened at once. */
export function reopenedLimitNs(params: Pick<PcmParams, 'periodSize' | 'rateHz'>): number {
  return Math.max(REOPEN_LIMIT_NS, stillLimitNs(params));
}
