import { loadAddon } from './addon.js';
import type { NativeBinding } from './binding.js';

/** What measurements are held beside: a read in C, and crossing into the addon for nothing. */
export type NativeBaseline = Pick<NativeBinding, 'emptyCall' | 'timeVolatileReads'>;

/** @throws FAILED where the addon cannot be loaded */
export function nativeBaseline(): NativeBaseline {
  return loadAddon();
}
