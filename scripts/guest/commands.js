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

/** The full path of a command, or undefined. */
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

/** Runs a command in the C locale and gives its stdout; `input` goes to its stdin. */
export async function run(command, args, { cwd, env = {}, input, encoding = 'utf8' } = {}) {
  const all = { ...process.env, LC_ALL: 'C', PATH: searchPath().join(delimiter), ...env };
  const running = execFileAsync(command, args, { cwd, env: all, encoding, maxBuffer: 2 ** 30 });
  running.child.stdin.on('error', () => {}); // the exit status tells more than EPIPE
  running.child.stdin.end(input);
  try {
    return (await running).stdout;
  } catch (error) {
    const said = String(error.stderr ?? '').trim();
    throw new Error(`${command} ${args.join(' ')} failed: ${said || error.message}`, {
      cause: error,
    });
  }
}
