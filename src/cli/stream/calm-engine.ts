import { setFlagsFromString } from 'node:v8';
import { cleanHeap } from '../../stream/clean-heap.js';

/** In which little comes together where nothing is lost. */
const CLEAN_EVERY_MS = 300_000;

/**
 * While a stream runs V8 is kept from work of its own accord: to look for memory to give back, again
 * and again where there is none, and to drop what it has compiled of code that runs seldom, only to
 * compile it again. In place of that this thread's heap is cleaned now and then.
 * @returns ends the cleaning
 */
export function calmEngine(): () => void {
  // Without these marks the reducer of a heap that is there already does nothing.
  for (const work of ['memory-reducer', 'incremental-marking', 'flush-bytecode']) {
    setFlagsFromString(`--no-${work}`);
  }
  const timer = setInterval(cleanHeap, CLEAN_EVERY_MS);
  return () => clearInterval(timer);
}
