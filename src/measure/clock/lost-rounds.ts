import type { PcmParams } from '../../device/params.js';
import type { ClockSamples } from './statistic.js';

export interface RestoredRounds extends ClockSamples {
  readonly frame: Float64Array;
  /** How many times round the ring were not counted. */
  readonly lostRounds: number;
}

/**
 * A driver tells of a place in the ring: where nobody looked for longer than the ring lasts, whole rounds of
 * it are missing from hw_ptr. Between two such updates they are put back, by the time between them.
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
