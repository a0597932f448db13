import type { AccessPath } from '../core/status.js';
import { AlsaMmapError, type ErrorCode, toAlsaMmapError } from '../device/errors.js';
import type { PcmParams } from '../device/params.js';
import type { PcmIdentity } from '../device/pcm-device.js';
import type { Grant } from '../runtime/grant.js';

/** Access path of each page: `mmap` or `SYNC_PTR`. */
export interface AccessPaths {
  readonly status: AccessPath;
  readonly control: AccessPath;
}

/** Messages of a stream's thread, in order: `opened`, then `ended` or `failed`. */
export type StreamMessage =
  | {
      readonly kind: 'opened';
      readonly identity: PcmIdentity;
      readonly params: PcmParams;
      readonly paths: AccessPaths;
      readonly grants: readonly Grant[];
      /** Thread that serves the stream. */
      readonly tid: number;
      /** Memory of the `FrameFifo`, in the ring's format; undefined if the job has none. */
      readonly fifo: SharedArrayBuffer | undefined;
      /** Memory of the `LossLog`. */
      readonly losses: SharedArrayBuffer;
    }
  | { readonly kind: 'ended' }
  | FailedMessage;

/** An `AlsaMmapError` as plain data: a posted error would lose all fields but its message. */
export interface FailedMessage {
  readonly kind: 'failed';
  readonly code: ErrorCode;
  readonly message: string;
  readonly errno: string | undefined;
  readonly syscall: string | undefined;
  readonly device: string | undefined;
  /** Stack of an error of another class, which is a fault of this package. */
  readonly stack: string | undefined;
}

export function failedMessage(error: unknown): FailedMessage {
  const { code, message, errno, syscall, device } = toAlsaMmapError(error);
  const isOwn = error instanceof AlsaMmapError;
  const stack = !isOwn && error instanceof Error ? error.stack : undefined;
  return { kind: 'failed', code, message, stack, errno, syscall, device };
}

export function errorFromMessage({
  code,
  message,
  errno,
  syscall,
  device,
  stack,
}: FailedMessage): AlsaMmapError {
  return new AlsaMmapError(code, message, { errno, syscall, device, cause: stack });
}
