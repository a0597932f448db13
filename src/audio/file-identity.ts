import { fstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { attemptOn } from './file-error.js';

/**
 * Describes how another program changed an open file; undefined if it did not.
 * @param path undefined if the file has no path that could be replaced
 * @param length bytes that this program has written
 */
export function findFileChange(
  descriptor: number,
  path: string | undefined,
  length: number,
): string | undefined {
  const { dev, ino, size, nlink } = attemptOn('read', path ?? 'stdout', () =>
    fstatSync(descriptor),
  );
  if (path !== undefined) {
    const now = statOf(path);
    if (now === undefined) return nlink === 0 ? 'was removed' : 'was renamed';
    if (now.dev !== dev || now.ino !== ino) return 'was replaced by another file';
  }
  if (size < length) return `was truncated to ${size} of ${length} bytes`;
  if (size > length) return `was written by another program: ${size} bytes instead of ${length}`;
  return undefined;
}

/** Returns true if both paths are one regular file, or would be if they were created. */
export function isSameFile(first: string, second: string): boolean {
  const [one, other] = [statOf(first), statOf(second)];
  if (one !== undefined && other !== undefined) {
    return one.isFile() && one.dev === other.dev && one.ino === other.ino;
  }
  return one === other && realDirectoryPath(first) === realDirectoryPath(second);
}

/** Returns the status of a file; undefined if it cannot be read. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** The path with the symbolic links in its directory resolved. */
function realDirectoryPath(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}
