/**
 * 64-bit words of kernel memory as numbers: one 64-bit access each, nothing allocated.
 *
 * The word travels as a double through a scratch word and is taken apart there. Its bits are only
 * ever copied: as a double it is a tiny number, with which a processor told to flush such numbers
 * to zero would not calculate or compare. A view that is gone yields `undefined`, stored as NaN,
 * whose bits are far above 2^53: so the one range check also finds memory that was given back.
 */

import { AlsaMmapError } from '../device/errors.js';
import { POINTER_LIMIT } from './pointer.js';

// Constants of the module, whose addresses the compiler knows.
const incoming = new Float64Array(1);
const incomingHalves = new Uint32Array(incoming.buffer);
const outgoing = new Float64Array(1);
const outgoingHalves = new Uint32Array(outgoing.buffer);

/** Stands in for the view of memory that was given back. */
export const UNMAPPED_WORDS = new Float64Array(0);
export const UNMAPPED_BIG_WORDS = new BigUint64Array(0);
export const UNMAPPED_INTS = new Int32Array(0);

/**
 * The unsigned word at `index` of `words`.
 * @throws RANGE for a value above 2^53, CLOSED where the memory was given back
 */
export function loadWord(words: Float64Array, index: number): number {
  incoming[0] = words[index]!;
  const high = incomingHalves[1]!;
  const low = incomingHalves[0]!;
  if (high >= 0x20_0000) return loadLargeWord(words, high, low);
  return high * 0x1_0000_0000 + low;
}

/**
 * Stores a whole number from 0 to 2^53.
 * @throws RANGE for anything else, CLOSED where the memory was given back
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
 * Adds `frames`, -2^31 to 2^31 - 1, to the word at `index`, as a 64-bit integer from end to end: of
 * all ways to move a pointer on the cheapest, once compiled. The caller knows the sum to be a count.
 */
export function addToWord(words: BigUint64Array, index: number, frames: number): void {
  words[index] = BigInt.asUintN(64, words[index]! + BigInt(frames | 0));
}

export function closedError(): AlsaMmapError {
  return new AlsaMmapError('CLOSED', 'the memory of this PCM was given back: it was closed');
}

function loadLargeWord(words: Float64Array, high: number, low: number): number {
  if (words.length === 0) throw closedError();
  if (high === 0x20_0000 && low === 0) return POINTER_LIMIT;
  const value = (BigInt(high) << 32n) | BigInt(low);
  throw new AlsaMmapError(
    'RANGE',
    `a pointer of the PCM reads 0x${value.toString(16)}, above 2^53: it cannot be a count of frames`,
  );
}

function throwNotFrameCount(words: Float64Array, value: number): never {
  if (words.length === 0) throw closedError();
  throw new AlsaMmapError('RANGE', `${value} is not a whole count of frames from 0 to 2^53`);
}
