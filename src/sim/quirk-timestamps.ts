import type { Quirk } from './quirks.js';

/** Approximate offset from CLOCK_MONOTONIC to CLOCK_REALTIME. */
const REALTIME_NS = 1.7e18;
const BACKWARD_FRAME = 20_000;

/** An update of hw_ptr: old and new position in frames since PREPARE, and its time. */
export interface PointerUpdate {
  readonly fromFrames: number;
  readonly toFrames: number;
  readonly nowNs: number;
  /** Timestamp of the update before. */
  readonly previousNs: number;
  readonly periodSize: number;
}

/** Timestamp of an update: its time, unless a quirk changes it. */
export function pointerTimestampNs(wrong: readonly Quirk[], update: PointerUpdate): number {
  const { nowNs, previousNs, fromFrames, toFrames } = update;
  if (wrong.length === 0) return nowNs;
  if (wrong.includes('timestamp-zero')) return 0;
  if (wrong.includes('timestamp-realtime')) return nowNs + REALTIME_NS;
  if (wrong.includes('timestamp-ahead')) return nowNs + 20e6;
  if (wrong.includes('timestamp-frozen') && previousNs > 0) return previousNs;
  if (wrong.includes('timestamp-old-at-start') && toFrames <= update.periodSize) return nowNs - 1e9;
  const passes = fromFrames < BACKWARD_FRAME && toFrames >= BACKWARD_FRAME;
  return wrong.includes('timestamp-backward') && passes ? previousNs - 5e6 : nowNs;
}
