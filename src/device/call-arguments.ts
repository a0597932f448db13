/** Checks of the arguments of a `PcmDevice`, the same for every implementation. */

import { checkValue, flag, integer, number, type ValueCheck } from './check-fields.js';
import { AlsaMmapError } from './errors.js';

const MAX_CHANNEL = 2 ** 32 - 1;
/** Limit of poll(2). */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
const TIMEOUT: ValueCheck = { ...number(0, MAX_TIMEOUT_MS, 'ms'), required: true };
const ON: ValueCheck = { ...flag, required: true };
const CHANNEL: ValueCheck = { ...integer(0, MAX_CHANNEL), required: true };

/** @throws USAGE for NaN, a negative and an infinite time */
export function checkTimeout(timeoutMs: number): void {
  // Inline, as a stream calls it in every cycle.
  if (timeoutMs >= 0 && timeoutMs <= MAX_TIMEOUT_MS) return;
  checkValue('wait', timeoutMs, TIMEOUT);
}

/** @throws USAGE */
export function checkChannel(channel: number): void {
  checkValue('channel', channel, CHANNEL);
}

/** @throws USAGE */
export function checkPause(on: boolean): void {
  checkValue('pause', on, ON);
}

/** @throws USAGE unless `block` is an ArrayBuffer with room for the structure of a call */
export function checkBlock(block: ArrayBuffer, bytes: number, call: string): void {
  if (block instanceof ArrayBuffer && block.byteLength >= bytes) return;
  throw new AlsaMmapError('USAGE', `${call}: expected an ArrayBuffer of ${bytes} bytes`);
}
