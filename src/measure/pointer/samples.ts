import type { PcmParams } from '../../device/params.js';

/** How an update of hw_ptr came. */
export const UpdateKind = {
  /** The start of the measurement, no update. */
  START: 0,
  /** By itself, while nobody asked the hardware: at an interrupt. */
  ALONE: 1,
  /** By itself, between two questions. */
  BETWEEN: 2,
  /** In answer to HWSYNC. */
  ASKED: 3,
} as const;

/** The updates of hw_ptr that were seen, one a row. */
export interface PointerSamples {
  /** hw_ptr after it, in frames since the start of the stream. */
  readonly frame: ArrayLike<number>;
  /** The kernel's timestamp of it. */
  readonly stampNs: ArrayLike<number>;
  /** When it was seen. */
  readonly seenNs: ArrayLike<number>;
  readonly kind: ArrayLike<number>;
}

export interface PointerSetting {
  readonly params: Pick<PcmParams, 'rateHz' | 'periodSize' | 'bufferSize' | 'infoFlags'>;
  /** How often the hardware was asked. */
  readonly queries: number;
  /** Between two looks, on average. */
  readonly lookNs: number;
  /** When the last look was. */
  readonly endNs: number;
}

const STILL_PERIODS = 4;
const MIN_STILL_NS = 200e6;

/** A pointer that stands still for longer, while the stream runs, is stuck. */
export function stillLimitNs({
  periodSize,
  rateHz,
}: Pick<PcmParams, 'periodSize' | 'rateHz'>): number {
  return Math.max(MIN_STILL_NS, (STILL_PERIODS * periodSize * 1e9) / rateHz);
}
