import { AlsaMmapError, codeForErrno } from './errors.js';

/** Meaning of an errno of a PCM call, and what to do, in one clause each. */
const MEANING: Record<string, string> = {
  EACCES: 'no permission; join the group "audio" or run as root',
  EPERM: 'not permitted; it takes root or a capability',
  EAGAIN: 'not ready yet',
  EBADFD: 'not possible in this state',
  EBUSY: 'the device is busy',
  EINVAL: 'the kernel does not accept these values',
  ENODEV: 'the device is gone',
  ENOENT: 'no such device',
  ENOSYS: 'this driver cannot do that',
  ENOTTY: 'this is not a kernel PCM',
  ENXIO: 'the driver does not share this',
  EPIPE: 'the stream ran over or under; prepare it again',
  ESTRPIPE: 'the device is suspended; resume it or prepare it again',
};

/** Error for a call that the kernel, or the simulated card, refused. */
export function kernelError(
  device: string,
  syscall: string,
  errno: string,
  cause?: unknown,
): AlsaMmapError {
  const meaning = MEANING[errno];
  const text = meaning === undefined ? errno : `${meaning} (${errno})`;
  return new AlsaMmapError(codeForErrno(errno), `${device}: ${syscall}: ${text}`, {
    errno,
    syscall,
    device,
    cause,
  });
}
