import type { Worker } from 'node:worker_threads';
import { AlsaMmapError } from '../device/errors.js';
import { errorFromMessage, type FailedMessage } from './stream-message.js';

interface ThreadMessage {
  readonly kind: string;
}

/** What a thread says that does one job: `opened`, then `ended` or `failed`. */
export interface ThreadPromises<Opened extends ThreadMessage, Ended extends ThreadMessage> {
  readonly opened: Promise<Opened>;
  readonly ended: Promise<Ended>;
}

/**
 * Follows a thread that does one job. Both promises reject with `AlsaMmapError` where it fails.
 * @param whose for errors, such as `the stream's thread`
 */
export function watchThread<
  Opened extends ThreadMessage & { readonly kind: 'opened' },
  Ended extends ThreadMessage & { readonly kind: 'ended' },
>(worker: Worker, whose: string): ThreadPromises<Opened, Ended> {
  const first = new Promise<Opened>((resolve) => {
    worker.on('message', (message: Opened | Ended | FailedMessage) => {
      if (message.kind === 'opened') resolve(message as Opened);
    });
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    worker.on('message', (message: Opened | Ended | FailedMessage) => {
      if (message.kind === 'ended') resolve(message as Ended);
      if (message.kind === 'failed') reject(errorFromMessage(message));
    });
    worker.on('error', (cause) =>
      reject(new AlsaMmapError('FAILED', `${whose} failed: ${cause.message}`, { cause })),
    );
    worker.on('exit', () => reject(new AlsaMmapError('FAILED', `${whose} ended early`)));
  });
  const opened = Promise.race([first, ended.then(() => first)]);
  // Whoever awaits only one of the two must not be ended by the other's rejection.
  opened.catch(() => {});
  ended.catch(() => {});
  return { opened, ended };
}
