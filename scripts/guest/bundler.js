// The part of the test tools that is machine code, for a guest of another architecture.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../project.js';
import { buildDirectory, cacheDirectory } from './cache.js';
import { unpackNpmPackage } from './npm-package.js';

/** Bundler of the tests; its native part is a package of its own. */
const BUNDLER = 'rolldown';

/** @typedef {(line: string) => void} Log */

/**
 * Returns the folder with the bundler's machine code, of the version that is installed here.
 * @param {{ arch: string, log: Log }} options
 */
export async function prepareBundler({ arch, log }) {
  const manifest = join(ROOT, 'node_modules', BUNDLER, 'package.json');
  /** @type {{ optionalDependencies: Record<string, string> }} */
  const { optionalDependencies } = JSON.parse(readFileSync(manifest, 'utf8'));
  const part = Object.keys(optionalDependencies).find((name) => name.endsWith(`linux-${arch}-gnu`));
  if (part === undefined) throw new Error(`${BUNDLER} has no package for linux-${arch}`);
  const version = optionalDependencies[part];
  const parent = join(cacheDirectory(), `bundler-${arch}`);
  if (existsSync(join(parent, version))) return join(parent, version);
  log(`downloading ${part} ${version} (once)`);
  return buildDirectory(parent, async (directory) => {
    await unpackNpmPackage(`${part}@${version}`, join(directory, 'node_modules', part));
    return version;
  });
}
