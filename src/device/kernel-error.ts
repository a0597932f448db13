import { AlsaMmapError, codeForErrno, deviceError } from './errors.js';

/** Reason and advice for an errno that every call can fail with. */
export const PERMISSION_DENIED = 'permission denied; join the group "audio" or run as root';

/** Reason for an errno of a PCM call, and what to do about it. */
const REASONS: Record<string, string> = {
  EACCES: PERMISSION_DENIED,
  EPERM: 'operation not permitted; run as root or with the capability that it needs',
  EAGAIN: 'not ready yet; try again',
  EBADFD: 'not possible in this state',
  EBUSY: 'the device is busy',
  EINVAL: 'the kernel does not accept these values',
  ENODEV: 'the device was disconnected',
  ENOENT: 'no such device',
  ENOSYS: 'not supported by this driver',
  ENOTTY: 'not a kernel PCM',
  ENXIO: 'not shared by this driver',
  EPIPE: 'overrun or underrun; prepare the stream again',
  ESTRPIPE: 'the device is suspended; resume or prepare it',
};

/**
 * Error for a call that the kernel, or the simulated card, refused: `hw:1,0: START: overrun or
 * underrun; prepare the stream again (EPIPE)`. An errno without a known reason stands alone.
 */
export function kernelError(
  device: string,
  syscall: string,
  errno: string,
  cause?: unknown,
): AlsaMmapError {
  const reason = REASONS[errno];
  const text = reason === undefined ? errno : `${reason} (${errno})`;
  return deviceError(codeForErrno(errno), device, `${syscall}: ${text}`, { errno, syscall, cause });
}

/** Runs a call of the addon and converts its error. */
export function callNative<T>(device: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw nativeError(device, error);
  }
}

/** Converts an error of the addon; any other error is returned unchanged. */
export function nativeError(device: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof AlsaMmapError || code === undefined || syscall === undefined) return error;
  return kernelError(device, syscall, code, error);
}

/** Error for a use of a device after `close()`. */
export function closedError(device: string): AlsaMmapError {
  return deviceError('CLOSED', device, 'the device was closed; open it again');
}
