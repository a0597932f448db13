/**
 * Searches for input that breaks a promise of a part of the program, guided by which code it runs.
 *
 *   npm run fuzz -- TARGET [--seconds N] [--seed N]
 *
 * What runs new code is kept below test/corpus/TARGET, and is run again by every test run. What
 * breaks a promise is kept there too, and ends the search with 1: mend it, and it stays as a test.
 */

import { parseFuzzWords } from './fuzz/options.js';
import { search } from './fuzz/search.js';
import { loadTargets } from './fuzz/targets.js';

const targets = await loadTargets();
const asked = parseFuzzWords(process.argv.slice(2), Object.keys(targets));
if (typeof asked === 'string') {
  console.error(asked);
  process.exitCode = 2;
} else {
  process.exitCode = await search(asked, targets[asked.name]);
}
