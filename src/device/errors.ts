/**
 * All failures that the library reports, with the exit code of the command line. The table is the
 * contract of `docs/errors.md` and of the manual; a test holds the three together.
 */
export const ERROR_CODES = {
  FAILED: { exit: 1, when: 'any other failure' },
  CLOSED: { exit: 1, when: 'an accessor was used after close()' },
  RANGE: { exit: 1, when: 'a pointer or a count is outside what can be represented or is allowed' },
  USAGE: { exit: 2, when: 'bad option or argument' },
  NO_DEVICE: { exit: 3, when: 'no such card, device or file' },
  BUSY: { exit: 4, when: 'another program holds the device' },
  UNSUPPORTED: { exit: 5, when: 'a parameter or a mapping was refused' },
  XRUN: { exit: 6, when: 'an overrun or underrun' },
  LIMITS: { exit: 7, when: 'a measurement is outside the requested limits' },
  DISCONNECTED: { exit: 8, when: 'the device was disconnected' },
  PERMISSION: { exit: 9, when: 'permission denied' },
} as const satisfies Record<string, { exit: number; when: string }>;

/** Code of an `AlsaMmapError`: a key of `ERROR_CODES`. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Details of an `AlsaMmapError`; omitted if they are unknown. */
export interface ErrorDetails {
  /** Name of the errno, such as `EBUSY`. */
  errno?: string | undefined;
  /** Call that failed, such as `snd_pcm_open` or `SYNC_PTR`. */
  syscall?: string | undefined;
  /** Device name as given, such as `hw:1,0`. */
  device?: string | undefined;
  cause?: unknown;
}

/**
 * Every failure that the library reports. `message` names what happened, why, and what to do.
 * @example
 * import { AlsaMmapError, openDevice } from 'alsa-mmap';
 *
 * try {
 *   await openDevice('hw:1', { direction: 'playback', channels: 1000 });
 * } catch (error) {
 *   if (error instanceof AlsaMmapError) console.log(error.code); // UNSUPPORTED
 * }
 */
export class AlsaMmapError extends Error {
  override readonly name = 'AlsaMmapError';
  readonly code: ErrorCode;
  readonly errno: string | undefined;
  readonly syscall: string | undefined;
  readonly device: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.errno = details.errno;
    this.syscall = details.syscall;
    this.device = details.device;
  }

  /** Exit code that the command line ends with. */
  get exitCode(): number {
    return ERROR_CODES[this.code].exit;
  }
}

/** Error about a device, whose message begins with its name: `hw:1,0: REASON`. */
export function deviceError(
  code: ErrorCode,
  device: string,
  reason: string,
  details: Omit<ErrorDetails, 'device'> = {},
): AlsaMmapError {
  return new AlsaMmapError(code, `${device}: ${reason}`, { ...details, device });
}

const CODE_FOR_ERRNO: Record<string, ErrorCode> = {
  ENOENT: 'NO_DEVICE',
  ENXIO: 'UNSUPPORTED',
  ENODEV: 'DISCONNECTED',
  EBUSY: 'BUSY',
  EAGAIN: 'BUSY',
  EINVAL: 'UNSUPPORTED',
  ENOTTY: 'UNSUPPORTED',
  EPIPE: 'XRUN',
  EACCES: 'PERMISSION',
  EPERM: 'PERMISSION',
};

/** Code for the errno of a call on an open device; FAILED for an errno that is not in the table. */
export function codeForErrno(errno: string): ErrorCode {
  return CODE_FOR_ERRNO[errno] ?? 'FAILED';
}

/** Code for the errno of an attempt to open a device or a sequencer client. */
export function codeForOpenErrno(errno: string): ErrorCode {
  const isMissing = errno === 'ENOENT' || errno === 'ENODEV' || errno === 'ENXIO';
  return isMissing ? 'NO_DEVICE' : codeForErrno(errno);
}

/**
 * Returns any thrown value as an `AlsaMmapError`: FAILED for memory that V8 could not allocate; for
 * all else FAILED as an internal error, with the value as its cause.
 */
export function toAlsaMmapError(error: unknown): AlsaMmapError {
  if (error instanceof AlsaMmapError) return error;
  const isAllocation = error instanceof RangeError && /allocation failed/i.test(error.message);
  const message = isAllocation
    ? 'not enough memory for a buffer; use a smaller --buffer-size, or end other programs'
    : `internal error: ${String(error)}`;
  return new AlsaMmapError('FAILED', message, { cause: error });
}
