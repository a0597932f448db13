import { dirname } from 'node:path';
import { AlsaMmapError, type ErrorCode } from '../device/errors.js';

/** Operation on a file that failed. */
export type FileAction = 'open for reading' | 'open for writing' | 'read' | 'write' | 'close';

interface Reason {
  readonly code: ErrorCode;
  /** Meaning of the errno, and the remedy. */
  readonly advice: string;
}

const REASONS: Record<string, Reason> = {
  ENOENT: { code: 'NO_DEVICE', advice: 'there is no such file; check the path' },
  ENOTDIR: { code: 'NO_DEVICE', advice: 'part of the path is not a directory; check the path' },
  EACCES: { code: 'PERMISSION', advice: 'not allowed; check the owner and mode of file and path' },
  EPERM: { code: 'PERMISSION', advice: 'not permitted; check the attributes of file and path' },
  EROFS: { code: 'PERMISSION', advice: 'the file system is read-only; choose another directory' },
  EISDIR: { code: 'USAGE', advice: 'it is a directory; name a file in it' },
  ENAMETOOLONG: { code: 'USAGE', advice: 'the name is too long; choose a shorter one' },
  ENOSPC: { code: 'FAILED', advice: 'no space is left; free some or choose another directory' },
  EDQUOT: {
    code: 'FAILED',
    advice: 'the disk quota is used up; free some or choose another directory',
  },
  EFBIG: {
    code: 'FAILED',
    advice: 'the file has reached the size limit; choose another directory',
  },
  EIO: { code: 'FAILED', advice: 'the storage failed; see the kernel log' },
  EPIPE: { code: 'FAILED', advice: 'the reader closed the pipe; start it again' },
};

/**
 * Converts an error of `node:fs` into one line with the path, the errno and the remedy. The code is
 * NO_DEVICE for a missing path, PERMISSION, USAGE or FAILED.
 */
export function fileError(action: FileAction, path: string, cause: unknown): AlsaMmapError {
  const { code: errno, syscall } = cause as NodeJS.ErrnoException;
  const { code, advice } = reasonFor(action, path, errno, cause);
  const message = `cannot ${action} ${path}: ${errno ?? 'error'}, ${advice}`;
  return new AlsaMmapError(code, message, { errno, syscall, cause });
}

function reasonFor(
  action: FileAction,
  path: string,
  errno: string | undefined,
  cause: unknown,
): Reason {
  if (errno === 'ENOENT' && action === 'open for writing') {
    return { code: 'NO_DEVICE', advice: `no such directory; create ${dirname(path)} first` };
  }
  return REASONS[errno ?? ''] ?? { code: 'FAILED', advice: String((cause as Error).message) };
}
