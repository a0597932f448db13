// Unpacks a package of the npm registry without running its scripts.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './commands.js';

/** Makes the folder `place` of the package, which is written as NAME@VERSION. */
export async function unpackNpmPackage(spec, place) {
  mkdirSync(dirname(place), { recursive: true });
  const work = mkdtempSync(`${place}-`);
  await run('npm', ['pack', '--silent', spec], { cwd: work });
  const archive = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  await run('tar', ['-xzf', archive], { cwd: work });
  renameSync(join(work, 'package'), place);
  rmSync(work, { recursive: true });
}
