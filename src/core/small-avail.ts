import { applPtrHalves, hwPtrHalves } from './pointer-word.js';

/**
 * Returns avail for the copied pointers if they are small integers apart, which is nearly always;
 * else a number below 0.
 */
export function smallAvail(whenEqual: number, limit: number): number {
  const hwLow = hwPtrHalves[0]!;
  const hwHigh = hwPtrHalves[1]!;
  const applLow = applPtrHalves[0]!;
  // Pointers of at least 2^53, different high halves, or an overflow of the subtraction.
  if (((hwHigh >>> 21) | (hwHigh ^ applPtrHalves[1]!) | ((hwLow ^ applLow) >>> 31)) !== 0)
    return -1;
  const avail = hwLow - applLow + whenEqual;
  return avail < limit ? avail : -1;
}
