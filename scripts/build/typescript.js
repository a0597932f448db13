import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { ROOT, withTemporaryFolder } from '../project.js';

/**
 * Bundles a TypeScript module of the project into one file, without the packages that it uses, and
 * imports it.
 * @template T
 * @param {string} source relative to the project's folder
 * @returns {Promise<T>} its exports
 */
export async function importTypeScript(source) {
  const file = source.replace(/^.*\/(.*)\.ts$/, '$1.js');
  // Within the project, so that its packages are found.
  const parent = join(ROOT, 'dist');
  mkdirSync(parent, { recursive: true });
  return withTemporaryFolder(
    'import',
    async (dir) => {
      await build({
        cwd: ROOT,
        input: source,
        platform: 'node',
        external: /^[^./]/,
        logLevel: 'silent',
        output: { dir, format: 'esm', entryFileNames: file, codeSplitting: false },
      });
      return import(pathToFileURL(join(dir, file)).href);
    },
    parent,
  );
}
