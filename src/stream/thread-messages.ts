import type { Worker } from 'node:worker_threads';
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

/** The device that a thread has opened. */
export interface OpenedDevice {
  readonly identity: PcmIdentity;
  readonly params: PcmParams;
  readonly paths: AccessPaths;
  readonly grants: readonly Grant[];
  /** Thread that serves the device. */
  readonly tid: number;
}

/** Messages of a thread that does one job, in order: `opened`, then `ended` or `failed`. */
export type ThreadMessage<Opened, Result> =
  | { readonly kind: 'opened'; readonly opened: Opened }
  | { readonly kind: 'ended'; readonly result: Result }
  | FailedMessage;

/** An `AlsaMmapError` as plain data: a posted error would lose all fields but its message. */
interface FailedMessage {
  readonly kind: 'failed';
  readonly code: ErrorCode;
  readonly message: string;
  readonly errno: string | undefined;
  readonly syscall: string | undefined;
  readonly device: string | undefined;
  /** Stack of an error of another class, which is a fault of this package. */
  readonly cause: string | undefined;
}

export function failedMessage(error: unknown): FailedMessage {
  const { code, message, errno, syscall, device } = toAlsaMmapError(error);
  const isOwn = error instanceof AlsaMmapError;
  const cause = !isOwn && error instanceof Error ? error.stack : undefined;
  return { kind: 'failed', code, message, errno, syscall, device, cause };
}

/**
 * Promises for the messages of a thread. Both reject with `AlsaMmapError` if the thread fails;
 * `ended` can reject after `opened` was resolved.
 * @param name subject of error messages, such as `the stream's thread`
 */
export function watchThread<Opened, Result>(
  worker: Worker,
  name: string,
): { readonly opened: Promise<Opened>; readonly ended: Promise<Result> } {
  const ended = new Promise<Result>((resolve, reject) => {
    worker.on('message', (message: ThreadMessage<Opened, Result>) => {
      if (message.kind === 'ended') resolve(message.result);
      if (message.kind !== 'failed') return;
      reject(new AlsaMmapError(message.code, message.message, message));
    });
    worker.on('error', (cause) =>
      reject(new AlsaMmapError('FAILED', `${name} failed: ${cause.message}`, { cause })),
    );
    worker.on('exit', () => reject(new AlsaMmapError('FAILED', `${name} ended early`)));
  });
  const opened = new Promise<Opened>((resolve, reject) => {
    worker.on('message', (message: ThreadMessage<Opened, Result>) => {
      if (message.kind === 'opened') resolve(message.opened);
    });
    ended.catch(reject);
  });
  // A caller may await `ended` only.
  opened.catch(() => {});
  return { opened, ended };
}
