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

/** Updates of hw_ptr, one per row. */
export interface PointerSamples {
  /** hw_ptr after the update, in frames since the start of the stream. */
  readonly frame: ArrayLike<number>;
  /** Kernel timestamp of the update. */
  readonly stampNs: ArrayLike<number>;
  /** Time at which the update was seen. */
  readonly seenNs: ArrayLike<number>;
  readonly kind: ArrayLike<number>;
}

/** The same as raw columns of a measurement. */
export type PointerColumns = Readonly<Record<keyof PointerSamples, Float64Array>>;

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

/** Limit after which a pointer that does not move, in a running stream, has stalled. */
export function stillLimitNs({
  periodSize,
  rateHz,
}: Pick<PcmParams, 'periodSize' | 'rateHz'>): number {
  return Math.max(MIN_STILL_NS, (STILL_PERIODS * periodSize * 1e9) / rateHz);
}
