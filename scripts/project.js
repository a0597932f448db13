import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/**
 * Modification time of the newest of these files, or of the files below these folders; 0 if none
 * exists.
 * @param {...string} paths
 * @returns {number}
 */
export function newestMs(...paths) {
  let newest = 0;
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    const below = stat.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
    newest = Math.max(newest, stat.isDirectory() ? newestMs(...below) : stat.mtimeMs);
  }
  return newest;
}

/**
 * Runs a script of the project, or of a package in node_modules, by this Node.
 * @param {string} script relative to the project's folder
 * @param {readonly string[]} [args]
 * @param {import('node:child_process').SpawnSyncOptions & { flags?: readonly string[] }} [options]
 *   `flags` are those of Node; the output is shown by default
 */
export function runScript(script, args = [], { flags = [], ...options } = {}) {
  return spawnSync(process.execPath, [...flags, join(ROOT, script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    ...options,
    encoding: 'utf8',
  });
}

/**
 * Calls `work` with a new temporary folder, which is removed afterwards.
 * @template T
 * @param {string} name beginning of the folder's name
 * @param {(folder: string) => Promise<T>} work
 * @param {string} [parent]
 */
export async function withTemporaryFolder(name, work, parent = tmpdir()) {
  const folder = mkdtempSync(join(parent, `${name}-`));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
