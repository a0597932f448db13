// Folders outside the working tree that are either complete or absent.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const LEFTOVER_MS = 3600e3;

/** $ALSA_MMAP_CACHE, else $XDG_CACHE_HOME/alsa-mmap, else ~/.cache/alsa-mmap. */
export function cacheDirectory(env = process.env) {
  if (env['ALSA_MMAP_CACHE']) return env['ALSA_MMAP_CACHE'];
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'alsa-mmap');
}

/**
 * Calls `build(temporaryDirectory)`, which returns a name, and renames the folder to that name in
 * one step: an interrupted build leaves only a folder whose name starts with `.tmp-`. If two
 * processes build the same folder at once, the result of the first is used.
 * @param {string} parent
 * @param {(directory: string) => Promise<string>} build
 */
export async function buildDirectory(parent, build) {
  mkdirSync(parent, { recursive: true });
  removeLeftovers(parent);
  const temporary = mkdtempSync(join(parent, '.tmp-'));
  try {
    const target = join(parent, await build(temporary));
    try {
      renameSync(temporary, target);
    } catch (error) {
      if (!existsSync(target)) throw error;
    }
    return target;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * Removes leftovers of interrupted builds; a running build is younger. Errors are ignored.
 * @param {string} parent
 */
function removeLeftovers(parent) {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith('.tmp-'))) {
    const path = join(parent, name);
    try {
      const age = Date.now() - statSync(path).mtimeMs;
      if (age > LEFTOVER_MS) rmSync(path, { recursive: true, force: true });
    } catch {
      // another process removes it
    }
  }
}
