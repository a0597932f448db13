import type { Worker } from 'node:worker_threads';
import { AlsaMmapError } from '../device/errors.js';
import { errorFromMessage, type FailedMessage } from './stream-message.js';

interface ThreadMessage {
  readonly kind: string;
}

/** Promises for the messages of a thread that does one job. */
export interface ThreadPromises<Opened extends ThreadMessage, Ended extends ThreadMessage> {
  readonly opened: Promise<Opened>;
  readonly ended: Promise<Ended>;
}

/**
 * Watches a thread that posts `opened`, then `ended` or `failed`. Both promises reject with
 * `AlsaMmapError` if the thread fails.
 * @param name subject of error messages, such as `the stream's thread`
 */
export function watchThread<
  Opened extends ThreadMessage & { readonly kind: 'opened' },
  Ended extends ThreadMessage & { readonly kind: 'ended' },
>(worker: Worker, name: string): ThreadPromises<Opened, Ended> {
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
      reject(new AlsaMmapError('FAILED', `${name} failed: ${cause.message}`, { cause })),
    );
    worker.on('exit', () => reject(new AlsaMmapError('FAILED', `${name} ended early`)));
  });
  const opened = Promise.race([first, ended.then(() => first)]);
  // A caller may await only one of them; the other must not be an unhandled rejection.
  opened.catch(() => {});
  ended.catch(() => {});
  return { opened, ended };
}
