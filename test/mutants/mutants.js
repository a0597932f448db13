import { POINTERS } from './pointers.js';
import { RECORDS } from './records.js';
import { RING } from './ring.js';
import { SAMPLES } from './samples.js';
import { STREAMS } from './streams.js';

/**
 * A fault that somebody could make, which the suite has to notice.
 * @typedef {object} Mutant
 * @property {string} name
 * @property {string} breaks what goes wrong with it
 * @property {string} file which is changed, from the project's folder on
 * @property {string} from text that is there exactly once
 * @property {string} to what stands there instead; it has to compile
 * @property {readonly string[]} tests that notice it, below test/, without `.test.ts`
 * @property {boolean} [hangs] it is noticed by a test that does not end
 */

/** @type {readonly Mutant[]} */
export const MUTANTS = [...POINTERS, ...RECORDS, ...RING, ...STREAMS, ...SAMPLES];

/**
 * The text of a mutant's file with the fault in it.
 * @param {Mutant} mutant
 * @param {string} text of the file
 * @throws {Error} where it does not apply
 */
export function mutate({ name, file, from, to }, text) {
  const places = text.split(from).length - 1;
  if (places !== 1) throw new Error(`${name}: its text is ${places} times in ${file}, not once`);
  return text.replace(from, () => to);
}
