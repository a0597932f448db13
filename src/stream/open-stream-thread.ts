import { parseDeviceName } from '../device/device-name.js';
import type { Direction, PcmRequest } from '../device/params.js';
import type { StreamOptions } from './stream-options.js';
import { type OpenedStream, StreamThread } from './stream-thread.js';

const DEFAULT_FIFO_SECONDS = 1;

/**
 * Starts a stream's thread with the given options, and waits until its device is open.
 * @throws USAGE for the name
 */
export async function openStreamThread(
  name: string,
  direction: Direction,
  options: StreamOptions,
): Promise<{ thread: StreamThread; opened: OpenedStream }> {
  parseDeviceName(name);
  const { signal } = options;
  signal?.throwIfAborted();
  const thread = new StreamThread({
    kind: direction === 'capture' ? 'record' : 'play',
    device: name,
    request: requestFromOptions(options, direction),
    durationSeconds: Number.POSITIVE_INFINITY,
    privileges: options.privileges,
    syncPtr: options.syncPtr ?? false,
    onXrun: options.onXrun ?? 'recover',
    fifoSeconds: options.fifoSeconds ?? DEFAULT_FIFO_SECONDS,
  });
  const opened = await thread.opened;
  if (signal?.aborted) {
    thread.stop();
    await thread.ended.catch(() => {});
    signal.throwIfAborted();
  }
  return { thread, opened };
}

/** Copies only the request: other options (callbacks, signals) cannot be posted to a thread. */
function requestFromOptions(options: StreamOptions, direction: Direction): PcmRequest {
  const { format, channels, preferredChannels, rateHz } = options;
  const { periodSize, bufferSize, periodWakeup } = options;
  const samples = { format, channels, preferredChannels, rateHz };
  return { direction, ...samples, periodSize, bufferSize, periodWakeup };
}
