/** Starts the program. Only this file is loaded for --version. */

import { writeSync } from 'node:fs';
import { enableCompileCache } from '../runtime/compile-cache.js';
import { VERSION, VERSION_WORDS } from './version.js';

/** Returns false if anything else is requested, or if it cannot be written. */
function printVersion(words: readonly string[]): boolean {
  const [word = ''] = words;
  if (words.length > 1 || !VERSION_WORDS.has(word)) return false;
  try {
    writeSync(1, `${VERSION}\n`);
    return true;
  } catch {
    return false;
  }
}

const words = process.argv.slice(2);
if (!printVersion(words)) {
  enableCompileCache();
  void import('./program.js').then(({ runProgram }) => runProgram(words));
}
