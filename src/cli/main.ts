/** Starts the program. Only this file is loaded for --version. */

import { writeSync } from 'node:fs';
import { compileCacheFolder } from '../runtime/cache-folder.js';
import { CompileCache } from '../runtime/compile-cache.js';
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

if (!printVersion(process.argv.slice(2))) {
  const isDisabled = process.env['NODE_DISABLE_COMPILE_CACHE'];
  const cache = new CompileCache(
    import.meta.dirname,
    isDisabled ? undefined : compileCacheFolder(process.env),
  );
  process.once('exit', () => cache.save());
  cache.run('./program.cjs');
}
