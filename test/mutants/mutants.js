import { FOREIGN } from './foreign.js';
import { POINTERS } from './pointers.js';
import { RECORDS } from './records.js';
import { RING } from './ring.js';
import { SAMPLES } from './samples.js';
import { STREAMS } from './streams.js';

/**
 * A plausible fault in the source, which the test suite must detect.
 * @typedef {object} Mutant
 * @property {string} name
 * @property {string} breaks the consequence of the fault, in a sentence
 * @property {string} file the file to change, relative to the repository's root
 * @property {string | undefined} [in] the function or method to change; the whole file if omitted
 * @property {string} from text that occurs exactly once there
 * @property {string} to its replacement, which must compile
 * @property {readonly string[]} tests test files that detect it, below test/, without `.test.ts`
 * @property {boolean} [hangs] true if it is detected by a test that does not end
 */

/** @type {readonly Mutant[]} */
export const MUTANTS = [...POINTERS, ...RECORDS, ...RING, ...STREAMS, ...SAMPLES, ...FOREIGN];

const MODIFIERS = 'export |async |static |public |protected |override |get |set |function\\*? |\\*';

/**
 * Returns the text of a mutant's file with the fault in it.
 * @param {Mutant} mutant
 * @param {string} text the file's text
 * @throws {Error} if the mutant does not fit the text
 */
export function mutate({ name, file, in: owner, from, to }, text) {
  const [start, end] = owner === undefined ? [0, text.length] : functionRange(name, owner, text);
  const scope = text.slice(start, end);
  const count = scope.split(from).length - 1;
  if (count !== 1) {
    throw new Error(`${name}: "from" occurs ${count} times in ${owner ?? file}, expected once`);
  }
  return text.slice(0, start) + scope.replace(from, () => to) + text.slice(end);
}

/**
 * Returns the start and end of a function's or method's declaration, whose closing brace has the
 * indentation of its first line.
 * @param {string} name of the mutant
 * @param {string} owner the function or method
 * @param {string} text
 */
function functionRange(name, owner, text) {
  const declaration = new RegExp(`^( *)(?:${MODIFIERS})*${owner}\\([^;]*?\\{$`, 'gm');
  const declarations = [...text.matchAll(declaration)];
  if (declarations.length !== 1) {
    throw new Error(`${name}: ${owner} is declared ${declarations.length} times, expected once`);
  }
  const [{ index, 1: indent }] = declarations;
  const end = text.indexOf(`\n${indent}}\n`, index);
  return [index, end];
}
