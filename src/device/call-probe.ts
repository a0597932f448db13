import { loadAddon } from './addon.js';
import type { NativeBinding } from './binding.js';

/** What measurements are held beside: a read in C, and crossing into the addon for nothing. */
export type CallProbe = Pick<NativeBinding, 'emptyCall' | 'volatileReads'>;

/** @throws FAILED where the addon cannot be loaded */
export function callProbe(): CallProbe {
  return loadAddon();
}
