import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../build/files.js';

/**
 * Files that are changed, or that must lie beside a changed file; tests read all others from the
 * project.
 */
const COPIED = ['src', 'test', 'examples', 'vitest.config.ts', 'tsconfig.json'];
const SHARED = ['node_modules', 'build', 'dist', 'bin', 'package.json'];

/** Gives each of `count` workers a copy of the project in which it may break things. */
export async function withCopies(count, work) {
  const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-mutants-'));
  try {
    const copies = Array.from({ length: count }, (_, index) => copyTo(join(folder, `${index}`)));
    return await work(copies);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function copyTo(folder) {
  for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  for (const name of SHARED) symlinkSync(join(ROOT, name), join(folder, name));
  return folder;
}
