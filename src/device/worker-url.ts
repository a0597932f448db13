import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * URL of a compiled thread entry, such as `stream/worker`. It is resolved through the package's
 * `imports`, independent of the file the caller was bundled into.
 */
export function workerUrl(name: string): URL {
  return pathToFileURL(createRequire(import.meta.url).resolve(`#dist/${name}.js`));
}
