import { loadAddon } from './addon.js';
import type { NativeBinding } from './binding.js';

/** References for measurements: a read in C, and an empty call into the addon. */
export type NativeBaseline = Pick<NativeBinding, 'emptyCall' | 'timeVolatileReads'>;

/** @throws FAILED if the addon cannot be loaded */
export function nativeBaseline(): NativeBaseline {
  return loadAddon();
}
