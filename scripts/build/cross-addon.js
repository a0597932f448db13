// The addon for another processor or C library: compiled once for its sources, kept in the cache.

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
import { buildDirectory, cacheDirectory } from '../guest/cache.js';
import { ROOT } from '../project.js';
import { ADDON, ADDON_SOURCES, compileAddon } from './addon.js';

/**
 * Returns a folder with the addon at `ADDON`, compiled if the cache has none.
 * @param {import('./toolchains.js').Toolchain} toolchain
 * @param {(line: string) => void} log
 * @throws if it cannot be compiled, with the compiler's output
 */
export async function crossCompileAddon({ arch, libc, env }, log) {
  const parent = join(cacheDirectory(), `addon-${arch}-${libc}`);
  const name = hashOf(JSON.stringify(env));
  if (existsSync(join(parent, name))) return join(parent, name);
  log(`compiling the addon for ${arch} with ${libc} (once for these sources)`);
  return buildDirectory(parent, async (directory) => {
    const work = join(directory, 'work');
    for (const part of ADDON_SOURCES) {
      cpSync(join(ROOT, part), join(work, part), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(work, 'node_modules'));
    const output = compileAddon(work, { args: [`--arch=${arch}`], env });
    if (output !== undefined) throw new Error(`cannot build the addon for ${arch}:\n${output}`);
    mkdirSync(join(directory, dirname(ADDON)), { recursive: true });
    renameSync(join(work, ADDON), join(directory, ADDON));
    rmSync(work, { recursive: true });
    return name;
  });
}

/**
 * Returns a hash of the sources and of what else decides the result.
 * @param {string} settings
 */
function hashOf(settings) {
  const native = readdirSync(join(ROOT, 'native')).map((name) => `native/${name}`);
  const hash = createHash('sha256').update(settings);
  for (const path of ['binding.gyp', ...native].sort()) {
    hash.update(path).update(readFileSync(join(ROOT, path)));
  }
  return hash.digest('hex').slice(0, 16);
}
