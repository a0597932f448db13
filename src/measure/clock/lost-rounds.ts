import type { PcmParams } from '../../device/params.js';

/** Positions of hw_ptr with the kernel's timestamps: one row per update. */
export interface ClockSamples {
  /** Frames since the start of the stream. */
  readonly frame: ArrayLike<number>;
  readonly stampNs: ArrayLike<number>;
}

export interface RestoredRounds extends ClockSamples {
  readonly frame: Float64Array;
  /** Revolutions of the ring that hw_ptr did not count. */
  readonly lostRounds: number;
}

/**
 * Restores revolutions of the ring that hw_ptr missed. A driver reports an offset in the ring: if
 * it was not read for longer than the ring lasts, whole revolutions are missing. They are restored
 * by the time between two updates.
 */
export function restoreRounds(
  { frame, stampNs }: ClockSamples,
  { rateHz, bufferSize }: Pick<PcmParams, 'rateHz' | 'bufferSize'>,
): RestoredRounds {
  const restored = Float64Array.from(frame);
  let lostRounds = 0;
  for (let row = 1; row < restored.length; row++) {
    const elapsed = ((stampNs[row]! - stampNs[row - 1]!) * rateHz) / 1e9;
    const step = frame[row]! - frame[row - 1]!;
    if (elapsed > bufferSize) lostRounds += Math.max(0, Math.round((elapsed - step) / bufferSize));
    restored[row]! += lostRounds * bufferSize;
  }
  return { frame: restored, stampNs, lostRounds };
}
