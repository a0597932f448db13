// Unpacks a package of the npm registry without running its scripts.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './commands.js';

/** Overrides the settings of an `npm pack` that runs this by its script `prepack`. */
const HERE = ['--pack-destination=.', '--no-dry-run'];

/**
 * Unpacks a package into a new folder.
 * @param {string} spec NAME@VERSION
 * @param {string} folder
 */
export async function unpackNpmPackage(spec, folder) {
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  await run('npm', ['pack', '--silent', ...HERE, spec], { cwd: work });
  const archive = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm pack ${spec} wrote no archive`);
  await run('tar', ['-xzf', archive], { cwd: work });
  renameSync(join(work, 'package'), folder);
  rmSync(work, { recursive: true });
}
