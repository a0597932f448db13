import { AlsaMmapError } from '../device/errors.js';

/**
 * Feedback taps for each length of the shift register, from 2 bits. Each set is a primitive
 * polynomial, so that every state except 0 occurs once per period.
 */
const TAPS: readonly (readonly number[])[] = [
  [2, 1],
  [3, 2],
  [4, 3],
  [5, 3],
  [6, 5],
  [7, 6],
  [8, 6, 5, 4],
  [9, 5],
  [10, 7],
  [11, 9],
  [12, 6, 4, 1],
  [13, 4, 3, 1],
  [14, 5, 3, 1],
  [15, 14],
  [16, 15, 13, 4],
  [17, 14],
  [18, 11],
];

const MIN_BITS = 2;
const MAX_BITS = MIN_BITS + TAPS.length - 1;

/**
 * Returns a maximum-length sequence of 2^bits - 1 frames, each `level` or -`level` (full scale is
 * 1). It is deterministic, has a flat spectrum, and correlates with itself only at shift 0. Between
 * frames its band-limited signal peaks at about 2.5 times the level, so a level of 0.4 or less does
 * not clip.
 * @param bits length of the shift register, 2 to 18
 * @throws RANGE for other values of `bits`
 */
export function maxLengthSequence(bits: number, level: number): Float64Array {
  const taps = TAPS[bits - MIN_BITS];
  if (taps === undefined) {
    throw new AlsaMmapError(
      'RANGE',
      `bits: expected an integer from ${MIN_BITS} to ${MAX_BITS}, got ${bits}`,
    );
  }
  let register = 1;
  return Float64Array.from({ length: 2 ** bits - 1 }, () => {
    const sample = register & 1 ? level : -level;
    const next = taps.reduce((parity, tap) => parity ^ (register >> (bits - tap)), 0) & 1;
    register = (register >> 1) | (next << (bits - 1));
    return sample;
  });
}
