import { setTimeout as sleep } from 'node:timers/promises';
import { AlsaMmapError } from '../../device/errors.js';
import type { PcmParams } from '../../device/params.js';
import type { LossEvent } from '../../stream/loss.js';
import { LossReader } from '../../stream/loss-log.js';
import type { StreamCounters } from '../../stream/stream-counters.js';
import type { StreamThread } from '../../stream/stream-thread.js';
import type { StreamDisplay } from './display.js';
import type { StreamClient } from './stream-client.js';

/** Interval of the service: the FIFO lasts for seconds, and fewer wake-ups cost less. */
const SERVICE_INTERVAL_MS = 1000;
const TERMINAL_INTERVAL_MS = 100;
const PIPE_INTERVAL_MS = 25;
/** Interval while the reader of the output is slow, or the writer of the input or the card fast. */
const BACKLOG_INTERVAL_MS = 2;
const MAX_UNKNOWN_MS = 1000;
/** Speed up to which the FIFO of a client outlasts the interval. */
const MAX_SPEED = 1.5;
/** Time after which bytes that are not accepted count as a stall. */
const STALL_TIMEOUT_MS = 10_000;
/** The same after a signal: the program ends within 2 s. */
const SIGNALLED_STALL_TIMEOUT_MS = 1500;

/** Serves the client and the display until the stream has ended and all data is written. */
export async function serviceUntilEnded(
  thread: StreamThread,
  params: PcmParams,
  client: StreamClient,
  display: StreamDisplay,
  signal: AbortSignal,
  onLoss: (loss: LossEvent) => void,
): Promise<void> {
  const losses = new LossReader(thread.losses.buffer);
  const terminalMs = display.isLive ? TERMINAL_INTERVAL_MS : SERVICE_INTERVAL_MS;
  const usesPipe = client.writesToPipe || client.readsFromPipe;
  const intervalMs = usesPipe ? PIPE_INTERVAL_MS : terminalMs;
  const isFast = speedCheck(thread.counters, params);
  let pendingBytes = 0;
  const serve = () => {
    for (let loss = losses.next(); loss !== undefined; loss = losses.next()) {
      display.showLoss(loss);
      onLoss(loss);
    }
    client.service?.();
    display.showNotices();
  };
  try {
    await callRepeatedly(thread.ended, intervalMs, () => {
      serve();
      if (client.readerClosed) thread.stop();
      display.showProgress(thread.counters);
      const before = pendingBytes;
      pendingBytes = client.pendingBytes ?? 0;
      return pendingBytes !== before || client.expectsMore === true || isFast();
    });
  } finally {
    serve();
    await flushPending(client, signal);
  }
}

/**
 * Returns a check for a stream that is faster than its rate, such as one of `sim:SPEED=`: its FIFO
 * lasts for less than the interval. True until a few periods show the speed, for up to a second.
 */
function speedCheck(counters: StreamCounters, params: PcmParams): () => boolean {
  const { direction, rateHz, periodSize, bufferSize } = params;
  const firstFrames = direction === 'playback' ? bufferSize : 0;
  const startMs = performance.now();
  return () => {
    const elapsedMs = performance.now() - startMs;
    const frames = counters.get('frames') - firstFrames;
    if (frames < 3 * periodSize && elapsedMs < MAX_UNKNOWN_MS) return true;
    return frames > (MAX_SPEED * rateHz * elapsedMs) / 1000 + 2 * periodSize;
  };
}

/**
 * Calls `serve` at once, every `everyMs`, and soon again if it returns true, until `ended` settles
 * or `serve` throws; settles like `ended`. One timer is reused: a timer and a promise per call
 * would cost more than the service.
 */
function callRepeatedly(
  ended: Promise<void>,
  everyMs: number,
  serve: () => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let soon: NodeJS.Timeout | undefined;
    const stop = () => {
      clearInterval(timer);
      clearTimeout(soon);
    };
    const call = () => {
      try {
        if (!serve()) return;
        clearTimeout(soon);
        soon = setTimeout(call, BACKLOG_INTERVAL_MS);
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const timer = setInterval(call, everyMs);
    ended.finally(stop).then(resolve, reject);
    call();
  });
}

/**
 * Serves the client until its reader has taken everything.
 * @throws FAILED if the reader of the output has stalled
 */
export async function flushPending(client: StreamClient, signal: AbortSignal): Promise<void> {
  let lastBytes = 0;
  let lastChangeMs = performance.now();
  for (;;) {
    const bytes = client.pendingBytes ?? 0;
    if (bytes === 0) return;
    if (bytes !== lastBytes) lastChangeMs = performance.now();
    const timeoutMs = signal.aborted ? SIGNALLED_STALL_TIMEOUT_MS : STALL_TIMEOUT_MS;
    if (performance.now() - lastChangeMs > timeoutMs) {
      throw new AlsaMmapError(
        'FAILED',
        `${bytes} bytes could not be written ${client.subject}: nothing was taken for ` +
          `${timeoutMs / 1000} s; see what its reader does`,
      );
    }
    lastBytes = bytes;
    await sleep(BACKLOG_INTERVAL_MS);
    client.service?.();
  }
}
