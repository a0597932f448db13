/**
 * 64-bit words of kernel memory as numbers: one 64-bit access each, nothing allocated.
 *
 * The word travels as a double through a scratch word and is taken apart there. Below 2^53 its
 * bits are those of a tiny double, which a copy keeps as they are. A view that is gone yields
 * `undefined`, stored as NaN, whose bits are far above 2^53: so the one range check also finds
 * memory that was unmapped.
 */

import { AlsaMmapError } from '../device/errors.js';
import { POINTER_LIMIT } from './pointer.js';

const scratch = new ArrayBuffer(8);
const scratchWord = new Float64Array(scratch);
const scratchHalves = new Uint32Array(scratch);

const HALF = 2 ** 32;
const HIGH_LIMIT = POINTER_LIMIT / HALF;

/** Stands in for the view of memory that was given back. */
export const NO_WORDS = new Float64Array(0);
export const NO_INTS = new Int32Array(0);

/**
 * The unsigned word at `index` of `words`.
 * @throws RANGE for a value above 2^53, CLOSED where the memory was given back
 */
export function loadWord(words: Float64Array, index: number): number {
  scratchWord[0] = words[index]!;
  const high = scratchHalves[1]!;
  const low = scratchHalves[0]!;
  if (high >= HIGH_LIMIT) return notExact(words, high, low);
  return high * HALF + low;
}

/**
 * Stores a whole number from 0 to 2^53 in one access.
 * @throws RANGE for anything else, CLOSED where the memory was given back
 */
export function storeWord(words: Float64Array, index: number, value: number): void {
  if (!(value >= 0 && value <= POINTER_LIMIT) || index >= words.length) refuse(words, index, value);
  scratchHalves[0] = value;
  scratchHalves[1] = value / HALF;
  words[index] = scratchWord[0]!;
}

export function closedError(): AlsaMmapError {
  return new AlsaMmapError('CLOSED', 'the memory of this PCM was given back: it was closed');
}

function notExact(words: Float64Array, high: number, low: number): number {
  if (words.length === 0) throw closedError();
  if (high === HIGH_LIMIT && low === 0) return POINTER_LIMIT;
  const value = (BigInt(high) << 32n) | BigInt(low);
  throw new AlsaMmapError(
    'RANGE',
    `a pointer of the PCM reads 0x${value.toString(16)}, above 2^53: it cannot be a count of frames`,
  );
}

function refuse(words: Float64Array, index: number, value: number): void {
  if (index >= words.length) throw closedError();
  throw new AlsaMmapError('RANGE', `${value} is not a count of frames from 0 to 2^53`);
}
