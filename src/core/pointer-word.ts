/**
 * Access to 64-bit words of kernel memory as numbers: one 64-bit access each, without allocation.
 *
 * A word is copied as a double into a scratch word and split there. Only its bits are copied: as a
 * double it is subnormal, and a CPU that flushes subnormals to zero would change it in arithmetic
 * or comparison. A dropped view yields `undefined`, stored as NaN, whose bits exceed 2^53; the same
 * range check therefore also detects unmapped memory.
 */

import { AlsaMmapError } from '../device/errors.js';
import { POINTER_LIMIT } from './pointer.js';

// Module constants, so that the compiler knows their addresses. Their memory is too long for V8's
// heap, where access is slower.
const scratch = new ArrayBuffer(128);
const incoming = new Float64Array(scratch, 0, 1);
const incomingHalves = new Uint32Array(scratch, 0, 2);
const outgoing = new Float64Array(scratch, 8, 1);
const outgoingHalves = new Uint32Array(scratch, 8, 2);

/**
 * Copy of hw_ptr, and its halves, low and high. Halves are small integers, which can be compared
 * and subtracted; V8 allocates a number above 2^31 at each call it does not inline.
 */
export const hwPtrCopy = new Float64Array(scratch, 16, 1);
export const hwPtrHalves = new Int32Array(scratch, 16, 2);

/** Empty views that replace the views of unmapped memory. */
export const UNMAPPED_WORDS = new Float64Array(0);
export const UNMAPPED_INTS = new Int32Array(0);
/** Halves of a word that is not a pointer. */
export const UNMAPPED_HALVES = Int32Array.of(0, 0x7ff8_0000);

/**
 * Returns the unsigned word at `index` of `words`.
 * @throws RANGE for a value above 2^53, CLOSED if the memory was unmapped
 */
export function loadWord(words: Float64Array, index: number): number {
  incoming[0] = words[index]!;
  const high = incomingHalves[1]!;
  const low = incomingHalves[0]!;
  if (high >= 0x20_0000) return loadLargeWord(words, high, low);
  return joinHalves(low, high);
}

/**
 * Returns the word of a low half, signed or not, and a high half below 2^21. Exact. Its sum is one
 * of fractions, because V8 14 checks the range of a sum of large integers at every addition.
 */
export function joinHalves(low: number, high: number): number {
  return (high + (low >>> 0) * 2 ** -32) * 2 ** 32;
}

/**
 * Stores an integer from 0 to 2^53.
 * @throws RANGE for any other value, CLOSED if the memory was unmapped
 */
export function storeWord(words: Float64Array, index: number, value: number): void {
  outgoingHalves[0] = value;
  outgoingHalves[1] = value / 0x1_0000_0000;
  const stored = outgoingHalves[1]! * 0x1_0000_0000 + outgoingHalves[0]!;
  if (stored !== value || value > POINTER_LIMIT || index >= words.length)
    throwNotFrameCount(words, value);
  words[index] = outgoing[0]!;
}

/**
 * Adds `frames`, 0 to 2^31 - 1, to the word whose halves are `low` and `high`, in one store: of the
 * low half, or of the whole word if the high half changes.
 * @param word the word
 * @param halves the same memory
 */
export function addToWord(
  word: Float64Array,
  halves: Int32Array,
  low: number,
  high: number,
  frames: number,
): void {
  const sum = (low + frames) | 0;
  if (low >= 0 || sum < 0) {
    halves[0] = sum;
    return;
  }
  outgoingHalves[0] = sum;
  outgoingHalves[1] = high + 1;
  word[0] = outgoing[0]!;
}

/** Returns the error for access to unmapped memory. */
export function closedError(): AlsaMmapError {
  return new AlsaMmapError('CLOSED', 'the PCM was closed and its memory unmapped; open it again');
}

function loadLargeWord(words: Float64Array, high: number, low: number): number {
  if (words.length === 0) throw closedError();
  if (high === 0x20_0000 && low === 0) return POINTER_LIMIT;
  const value = (BigInt(high) << 32n) | BigInt(low);
  throw new AlsaMmapError(
    'RANGE',
    `a pointer of the PCM is 0x${value.toString(16)}, above 2^53, and not a frame count`,
  );
}

function throwNotFrameCount(words: Float64Array, value: number): never {
  if (words.length === 0) throw closedError();
  throw new AlsaMmapError('RANGE', `expected an integer from 0 to 2^53 (frames), got ${value}`);
}
