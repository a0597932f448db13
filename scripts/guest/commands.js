// Runs commands of the host and explains their failure.
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

// Administrators' commands (depmod) are often outside of an ordinary user's PATH.
const ALSO = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

export function searchPath() {
  const own = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...new Set([...own, '/usr/local/bin', '/usr/bin', '/bin', ...ALSO])];
}

/**
 * Returns the full path of a command, or undefined.
 * @param {string} name
 */
export function findCommand(name) {
  for (const directory of searchPath()) {
    const path = join(directory, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this directory
    }
  }
  return undefined;
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string | Buffer} [input] for stdin
 */

/**
 * Runs a command in the C locale and returns its stdout as text.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function run(command, args, options) {
  return (await runForBytes(command, args, options)).toString();
}

/**
 * Runs a command in the C locale and returns its stdout.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export async function runForBytes(command, args, { cwd, env = {}, input } = {}) {
  const all = { ...process.env, LC_ALL: 'C', PATH: searchPath().join(delimiter), ...env };
  const running = execFileAsync(command, args, {
    ...(cwd !== undefined && { cwd }),
    env: all,
    encoding: 'buffer',
    maxBuffer: 2 ** 30,
  });
  running.child.stdin?.on('error', () => {}); // the exit status explains more than EPIPE
  running.child.stdin?.end(input);
  try {
    return (await running).stdout;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const stderr = 'stderr' in error ? String(error.stderr).trim() : '';
    const reason = stderr || error.message;
    throw new Error(`${command} ${args.join(' ')} failed: ${reason}`, { cause: error });
  }
}
