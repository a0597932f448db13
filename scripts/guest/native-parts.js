// Machine code of the project for a guest of another architecture: the addon, and a part of the
// test tools. Each is a layer over the project's folder.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ADDON, ADDON_SOURCES, compileAddon } from '../build/addon.js';
import { ROOT } from '../project.js';
import { buildDirectory, cacheDirectory } from './cache.js';
import { unpackNpmPackage } from './npm-package.js';

/** Bundler of the tests; its native part is a package of its own. */
const BUNDLER = 'rolldown';

/** @typedef {(line: string) => void} Log */

/**
 * Returns the folder with the addon, compiled if the cache has none of these sources.
 * @param {object} options
 * @param {string} options.arch
 * @param {{ prefix: string, libraries: string }} options.compiler
 * @param {string} options.tree
 * @param {Log} options.log
 */
export async function prepareAddon({ arch, compiler, tree, log }) {
  const { prefix, libraries } = compiler;
  const sources = [
    'binding.gyp',
    ...readdirSync(join(ROOT, 'native')).map((name) => `native/${name}`),
  ];
  const hash = createHash('sha256');
  for (const path of sources.sort()) hash.update(path).update(readFileSync(join(ROOT, path)));
  const parent = join(cacheDirectory(), `addon-${arch}`);
  const name = hash.digest('hex').slice(0, 16);
  if (existsSync(join(parent, name))) return join(parent, name);
  log(`compiling the addon for ${arch} (once for these sources)`);
  return buildDirectory(parent, async (directory) => {
    const work = join(directory, 'work');
    for (const part of ADDON_SOURCES) {
      cpSync(join(ROOT, part), join(work, part), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(work, 'node_modules'));
    const env = { CC: `${prefix}gcc`, CXX: `${prefix}g++`, LDFLAGS: `-L${join(tree, libraries)}` };
    const output = compileAddon(work, { args: ['--jobs=max', `--arch=${arch}`], env });
    if (output !== undefined) throw new Error(`cannot build the addon for ${arch}:\n${output}`);
    mkdirSync(join(directory, dirname(ADDON)), { recursive: true });
    renameSync(join(work, ADDON), join(directory, ADDON));
    rmSync(work, { recursive: true });
    return name;
  });
}

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
