import { type AlsaMmapError, deviceError } from '../../device/errors.js';
import type { Unreadable } from '../../observe/owner-access.js';

const PERMISSION_ERRNOS = new Set(['EPERM', 'EACCES']);

/**
 * Returns the error of a stream that another process has open and whose memory is refused.
 * @param problem consequence, such as `its samples cannot be copied`
 */
export function unreadableError(
  name: string,
  problem: string,
  { errno, reason }: Unreadable,
): AlsaMmapError {
  const code = PERMISSION_ERRNOS.has(errno) ? 'PERMISSION' : 'UNSUPPORTED';
  const known = errno === 'none' ? undefined : errno;
  return deviceError(code, name, `${problem}: ${reason}`, { errno: known });
}
