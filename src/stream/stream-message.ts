import type { AccessPath } from '../core/status.js';
import { AlsaMmapError, type ErrorCode } from '../device/errors.js';
import type { PcmParams } from '../device/params.js';
import type { PcmIdentity } from '../device/pcm-device.js';
import type { Grant } from '../runtime/grant.js';

/** How the pointers are reached. */
export interface AccessPaths {
  readonly status: AccessPath;
  readonly control: AccessPath;
}

/** What a stream's thread says, in order: `opened`, then `ended` or `failed`. */
export type StreamMessage =
  | {
      readonly kind: 'opened';
      readonly identity: PcmIdentity;
      readonly params: PcmParams;
      readonly paths: AccessPaths;
      readonly grants: readonly Grant[];
      /** For the frames, in the ring's format; see `FrameFifo`. */
      readonly fifo: SharedArrayBuffer | undefined;
      /** See `LossReader`. */
      readonly losses: SharedArrayBuffer;
    }
  | { readonly kind: 'ended' }
  | FailedMessage;

/** An `AlsaMmapError` as it travels between threads, which would drop all but its message. */
export interface FailedMessage {
  readonly kind: 'failed';
  readonly code: ErrorCode;
  readonly message: string;
  readonly errno: string | undefined;
  readonly syscall: string | undefined;
  readonly device: string | undefined;
}

export function failedMessage(error: unknown): FailedMessage {
  const known = error instanceof AlsaMmapError ? error : undefined;
  return {
    kind: 'failed',
    code: known?.code ?? 'FAILED',
    message: known?.message ?? String((error as Error)?.stack ?? error),
    errno: known?.errno,
    syscall: known?.syscall,
    device: known?.device,
  };
}

export function errorFromMessage({
  code,
  message,
  errno,
  syscall,
  device,
}: FailedMessage): AlsaMmapError {
  return new AlsaMmapError(code, message, { errno, syscall, device });
}
