import type { Direction, PcmRequest } from '../device/params.js';
import type { StreamOptions } from './stream-options.js';
import { type Opened, StreamThread } from './stream-thread.js';

const FIFO_SECONDS = 1;

/** Starts a stream's thread as the options want it, and waits until its device is open. */
export async function openThread(
  name: string,
  direction: Direction,
  options: StreamOptions,
): Promise<{ thread: StreamThread; opened: Opened }> {
  const { signal } = options;
  signal?.throwIfAborted();
  const thread = new StreamThread({
    kind: direction === 'capture' ? 'record' : 'play',
    device: name,
    request: requestOf(options, direction),
    durationSeconds: Number.POSITIVE_INFINITY,
    privileges: options.privileges,
    syncPtr: options.syncPtr ?? false,
    onXrun: options.onXrun ?? 'recover',
    fifoSeconds: options.fifoSeconds ?? FIFO_SECONDS,
  });
  const opened = await thread.opened;
  if (signal?.aborted) {
    thread.stop();
    await thread.ended.catch(() => {});
    signal.throwIfAborted();
  }
  return { thread, opened };
}

/** The request alone: what else is among the options could not be handed to a thread. */
function requestOf(options: StreamOptions, direction: Direction): PcmRequest {
  const { format, channels, rateHz, periodSize, bufferSize, periodWakeup } = options;
  return { direction, format, channels, rateHz, periodSize, bufferSize, periodWakeup };
}
