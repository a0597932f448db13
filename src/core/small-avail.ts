import { hwPtrHalves } from './pointer-word.js';

/**
 * Returns avail for the copied hw_ptr and the halves of appl_ptr if they are small integers apart,
 * which is nearly always; else a number below 0. So also if the halves come from before and after a
 * carry, which changes the sign of the low half.
 */
export function smallAvail(
  applLow: number,
  applHigh: number,
  whenEqual: number,
  limit: number,
): number {
  const hwLow = hwPtrHalves[0]!;
  const hwHigh = hwPtrHalves[1]!;
  // Pointers of at least 2^53, different high halves, or an overflow of the subtraction.
  if (((hwHigh >>> 21) | (hwHigh ^ applHigh) | ((hwLow ^ applLow) >>> 31)) !== 0) return -1;
  const avail = hwLow - applLow + whenEqual;
  return avail < limit ? avail : -1;
}
