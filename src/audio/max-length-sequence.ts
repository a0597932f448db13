import { AlsaMmapError } from '../device/errors.js';

/**
 * For each length of the shift register, from 2 bits, the bits whose parity comes in next: a primitive
 * polynomial, so that every state but 0 occurs once before the first returns.
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
 * A maximum-length sequence of 2^bits - 1 frames, each `level` or -`level` (0 to 1 is full scale): as even
 * in frequency as noise, always the same, and like itself at no shift but 0. `bits` is 2 to 18.
 * Between frames, where a converter or a cable of part of a frame sees it, it reaches about two and
 * a half times its level: 0.4 leaves room.
 * @throws RANGE for other bits
 */
export function maxLengthSequence(bits: number, level: number): Float64Array {
  const taps = TAPS[bits - MIN_BITS];
  if (taps === undefined) {
    throw new AlsaMmapError(
      'RANGE',
      `no sequence of ${bits} bits: take ${MIN_BITS} to ${MAX_BITS}`,
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
