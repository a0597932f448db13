import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newestMs, ROOT, runScript } from '../project.js';

export const ADDON = 'build/Release/alsa_mmap.node';
export const ADDON_SOURCES = ['binding.gyp', 'native'];

/** Compiles native/ if it is newer than the addon. */
export function buildAddon() {
  if (isAddonCurrent(ROOT)) return;
  const output = compileAddon(ROOT);
  if (output === undefined) return;
  process.stderr.write(output);
  throw new Error('cannot build the addon: see above; it needs g++, make and libasound2-dev');
}

/**
 * Returns whether the addon in this folder is newer than its sources.
 * @param {string} folder
 */
export function isAddonCurrent(folder) {
  const sources = ADDON_SOURCES.map((path) => join(ROOT, path));
  return newestMs(...sources) < newestMs(join(folder, ADDON));
}

/**
 * Compiles the addon in a folder with its sources.
 * @param {string} cwd
 * @param {{ args?: string[], env?: NodeJS.ProcessEnv }} [more]
 * @returns the compiler's output if it fails, else undefined
 */
export function compileAddon(cwd, { args = [], env = {} } = {}) {
  // Headers that came with this Node, so that none are downloaded.
  const prefix = dirname(dirname(process.execPath));
  const hasHeaders = existsSync(join(prefix, 'include/node/node_api.h'));
  const headers = hasHeaders ? [`--nodedir=${prefix}`] : [];
  const { status, stdout, stderr } = runScript(
    'node_modules/node-gyp/bin/node-gyp.js',
    ['rebuild', '--silent', '--jobs', 'max', ...args, ...headers],
    { cwd, env: { ...process.env, ...env }, stdio: 'pipe' },
  );
  return status === 0 ? undefined : `${stdout}${stderr}`;
}
