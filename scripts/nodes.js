// The versions of Node that the program supports, each from its npm package in the cache.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildDirectory, cacheDirectory } from './guest/cache.js';
import { unpackNpmPackage } from './guest/npm-package.js';

const MAJOR_VERSIONS = [20, 22, 24, 26];

/**
 * Returns the paths of all supported versions of Node: this one, and the others from the cache.
 * Each is installed once.
 * @returns {Promise<string[]>}
 */
export async function allNodes() {
  const paths = [];
  for (const major of MAJOR_VERSIONS) paths.push(await nodePath(major));
  return paths;
}

/** @param {number} major */
async function nodePath(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const parent = join(cacheDirectory(), 'nodes');
  const folder = join(parent, `${major}`);
  if (!existsSync(folder)) {
    console.error(`installing Node ${major} into ${folder} (once)`);
    await buildDirectory(parent, async (directory) => {
      await unpackNpmPackage(`${name}@${major}`, join(directory, 'package'));
      return `${major}`;
    });
  }
  return join(folder, 'package/bin/node');
}
