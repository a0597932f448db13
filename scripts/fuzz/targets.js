import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { ROOT } from '../build/files.js';

/** The targets of test/fuzz as they are now, in one file: what covers it is what they run. */
export async function loadTargets() {
  // Inside the project, so that packages are found.
  const folder = mkdtempSync(join(ROOT, 'dist/fuzz-'));
  try {
    await build({
      cwd: ROOT,
      input: 'test/fuzz/targets.ts',
      platform: 'node',
      logLevel: 'silent',
      external: ['chalk', 'cli-table3', 'yargs-parser', 'yargs'],
      output: { dir: folder, format: 'esm', entryFileNames: 'targets.js', codeSplitting: false },
    });
    return (await import(pathToFileURL(join(folder, 'targets.js')))).TARGETS;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
