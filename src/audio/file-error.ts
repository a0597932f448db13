import { dirname } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import { AlsaMmapError, type ErrorCode } from '../device/errors.js';

/** Operation on a file that failed. */
export type FileAction = 'open for reading' | 'open for writing' | 'read' | 'write' | 'close';

/** Code, meaning and remedy of an errno. */
const REASONS: Record<string, readonly [ErrorCode, string]> = {
  ENOENT: ['NO_DEVICE', 'there is no such file; check the path'],
  ENOTDIR: ['NO_DEVICE', 'part of the path is not a directory; check the path'],
  EACCES: ['PERMISSION', 'not allowed; check the owner and mode of file and path'],
  EPERM: ['PERMISSION', 'not permitted; check the attributes of file and path'],
  EROFS: ['PERMISSION', 'the file system is read-only; choose another directory'],
  EISDIR: ['FAILED', 'it is a directory; name a file in it'],
  ENAMETOOLONG: ['USAGE', 'the name is too long; choose a shorter one'],
  ENOSPC: ['FAILED', 'no space is left; free some or choose another directory'],
  EDQUOT: ['FAILED', 'the disk quota is used up; free some or choose another directory'],
  EFBIG: ['FAILED', 'the file has reached the size limit; choose another directory'],
  EBADF: ['FAILED', 'it is not open for this; redirect it to a file or a pipe'],
  EIO: ['FAILED', 'the storage failed; see the kernel log'],
  ENXIO: ['FAILED', 'nothing reads the pipe, or the device is missing; start the reader first'],
  EAGAIN: ['FAILED', 'the reader does not read; see what it does'],
  EPIPE: ['FAILED', 'the reader closed the pipe; start it again'],
};

/**
 * Converts an error of `node:fs` into one line with the path, the errno and the remedy. The code is
 * NO_DEVICE for a missing path, PERMISSION, USAGE or FAILED.
 */
export function fileError(action: FileAction, path: string, cause: unknown): AlsaMmapError {
  const { code: errno, syscall } = cause as NodeJS.ErrnoException;
  const directoryMissing = errno === 'ENOENT' && action === 'open for writing';
  const [code, advice] = directoryMissing
    ? (['NO_DEVICE', `no such directory; create ${dirname(path)} first`] as const)
    : (REASONS[errno ?? ''] ?? ['FAILED', systemReason(cause as NodeJS.ErrnoException)]);
  return new AlsaMmapError(code, `cannot ${action} ${path}: ${errno ?? 'error'}, ${advice}`, {
    errno,
    syscall,
    cause,
  });
}

/** Text of an errno; the message of the error itself repeats errno and path. */
function systemReason({ errno, message }: NodeJS.ErrnoException): string {
  return getSystemErrorMap().get(errno ?? 0)?.[1] ?? message;
}

/** Returns the result of `call`; throws its error as a `fileError`. */
export function attemptOn<T>(action: FileAction, path: string, call: () => T): T {
  try {
    return call();
  } catch (cause) {
    throw fileError(action, path, cause);
  }
}
