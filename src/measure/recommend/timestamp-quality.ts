import type { PcmParams } from '../../device/params.js';
import { type PointerSamples, UpdateKind } from '../pointer/samples.js';
import type { TimestampQuality } from './evidence.js';

/** Error of our own clock reads. */
const CLOCK_ERROR_NS = 1e5;
const OLD_PERIODS = 3;

/**
 * Quality of the CLOCK_MONOTONIC timestamps of a number of updates. The first one is left out: it
 * can be seen between the stores of hw_ptr and its timestamp, which is then still 0.
 */
export function timestampQuality(
  { stampNs, seenNs, kind }: PointerSamples,
  { periodSize, rateHz }: Pick<PcmParams, 'periodSize' | 'rateHz'>,
): TimestampQuality {
  const oldNs = (OLD_PERIODS * periodSize * 1e9) / rateHz;
  const quality = { count: 0, zero: 0, backward: 0, ahead: 0, old: 0 };
  let beforeNs = 0;
  for (let row = 0; row < stampNs.length; row++) {
    if (row < 2 || kind[row] === UpdateKind.START) continue;
    const timestampNs = stampNs[row]!;
    const ageNs = seenNs[row]! - timestampNs;
    quality.count++;
    if (timestampNs === 0) quality.zero++;
    else if (timestampNs < beforeNs) quality.backward++;
    else if (ageNs < -CLOCK_ERROR_NS) quality.ahead++;
    else if (ageNs > oldNs) quality.old++;
    beforeNs = Math.max(beforeNs, timestampNs);
  }
  return quality;
}
