import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * The compiled file that a thread starts with, such as `stream/worker`. It is found through the
 * package's own `imports`, so that it does not matter where the caller's code was bundled.
 */
export function workerUrl(name: string): URL {
  return pathToFileURL(createRequire(import.meta.url).resolve(`#dist/${name}.js`));
}
