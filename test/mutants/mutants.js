import { POINTERS } from './pointers.js';
import { RECORDS } from './records.js';
import { RING } from './ring.js';
import { SAMPLES } from './samples.js';
import { STREAMS } from './streams.js';

/**
 * A plausible fault that the suite has to detect.
 * @typedef {object} Mutant
 * @property {string} name
 * @property {string} breaks effect of the fault
 * @property {string} file to change, relative to the project's folder
 * @property {string} from text that occurs exactly once
 * @property {string} to replacement; it has to compile
 * @property {readonly string[]} tests that detect it, below test/, without `.test.ts`
 * @property {boolean} [hangs] true if the detecting test does not end
 */

/** @type {readonly Mutant[]} */
export const MUTANTS = [...POINTERS, ...RECORDS, ...RING, ...STREAMS, ...SAMPLES];

/**
 * Returns the text of a mutant's file with the fault.
 * @param {Mutant} mutant
 * @param {string} text of the file
 * @throws {Error} if `from` does not occur exactly once
 */
export function mutate({ name, file, from, to }, text) {
  const places = text.split(from).length - 1;
  if (places !== 1) throw new Error(`${name}: its text is ${places} times in ${file}, not once`);
  return text.replace(from, () => to);
}
