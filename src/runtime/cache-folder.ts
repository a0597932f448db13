import { existsSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Permission of the group and of others to write. */
const SHARED_WRITE = 0o022;
/** Others cannot replace what they do not own in such a folder. */
const STICKY = 0o1000;

/**
 * Returns `alsa-mmap` in `$XDG_CACHE_HOME` or ~/.cache, and creates it there if necessary.
 * Undefined if another user could change what is in it: it holds code that is run.
 */
export function compileCacheFolder({ XDG_CACHE_HOME, HOME }: Environment): string | undefined {
  const cache = XDG_CACHE_HOME || `${HOME}/.cache`;
  if (!cache.startsWith('/')) return undefined;
  try {
    const parent = realpathSync.native(cache);
    if (!isOutOfReach(parent)) return undefined;
    const folder = join(parent, 'alsa-mmap');
    // Not `recursive`: Node never returns if the kernel refuses with ENOENT, as in /proc.
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    // A symbolic link has the mode 0777.
    const { uid, mode } = lstatSync(folder);
    return uid === process.geteuid?.() && (mode & SHARED_WRITE) === 0 ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Returns true if only this user and root can replace a folder, given by its real path. */
function isOutOfReach(folder: string): boolean {
  const { uid, mode } = statSync(folder);
  const isOwn = uid === 0 || uid === process.geteuid?.();
  if (!isOwn || ((mode & SHARED_WRITE) !== 0 && (mode & STICKY) === 0)) return false;
  return folder === '/' || isOutOfReach(dirname(folder));
}
