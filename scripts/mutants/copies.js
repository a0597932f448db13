import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, withTemporaryFolder } from '../project.js';

/**
 * Files that are changed, or that must lie beside a changed file; tests read all others from the
 * project.
 */
const COPIED = ['src', 'test', 'examples', 'vitest.config.ts', 'tsconfig.json'];
const SHARED = ['node_modules', 'build', 'dist', 'bin', 'package.json'];

/**
 * Gives `work` the folders of `count` copies of the project.
 * @template T
 * @param {number} count
 * @param {(copies: string[]) => Promise<T>} work
 */
export function withCopies(count, work) {
  return withTemporaryFolder('alsa-mmap-mutants', async (folder) => {
    const copies = Array.from({ length: count }, (_, index) => join(folder, `${index}`));
    for (const copy of copies) {
      for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
      for (const name of SHARED) symlinkSync(join(ROOT, name), join(copy, name));
    }
    return work(copies);
  });
}
