import type { Wrong } from './wrongs.js';

/** Between CLOCK_MONOTONIC and CLOCK_REALTIME, about. */
const REALTIME_NS = 1.7e18;
const BACKWARD_AT_FRAME = 20_000;

/** An update of hw_ptr: from where to where, in frames since PREPARE, and when. */
export interface PointerUpdate {
  readonly from: number;
  readonly to: number;
  readonly nowNs: number;
  /** The timestamp before it. */
  readonly beforeNs: number;
  readonly periodSize: number;
}

/** Its timestamp: of now, unless the card has it wrong. */
export function stampOf(wrong: readonly Wrong[], update: PointerUpdate): number {
  const { nowNs, beforeNs, from, to } = update;
  if (wrong.length === 0) return nowNs;
  if (wrong.includes('stamp-zero')) return 0;
  if (wrong.includes('stamp-realtime')) return nowNs + REALTIME_NS;
  if (wrong.includes('stamp-ahead')) return nowNs + 20e6;
  if (wrong.includes('stamp-frozen') && beforeNs > 0) return beforeNs;
  if (wrong.includes('stamp-old') && to <= update.periodSize) return nowNs - 1e9;
  const passes = from < BACKWARD_AT_FRAME && to >= BACKWARD_AT_FRAME;
  return wrong.includes('stamp-backward') && passes ? beforeNs - 5e6 : nowNs;
}
