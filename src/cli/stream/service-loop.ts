import { setTimeout as sleep } from 'node:timers/promises';
import { AlsaMmapError } from '../../device/errors.js';
import { LossReader } from '../../stream/loss-log.js';
import type { StreamThread } from '../../stream/stream-thread.js';
import type { StreamDisplay } from './display.js';
import type { StreamClient } from './stream-client.js';

/**
 * Interval of the service: a wake-up costs more than the work in it, and the FIFO lasts for
 * seconds. Shorter on a terminal and for a pipe.
 */
const SERVICE_INTERVAL_MS = 1000;
const TERMINAL_INTERVAL_MS = 100;
const PIPE_INTERVAL_MS = 25;
/** Interval while the reader of the output is slow. */
const BACKLOG_INTERVAL_MS = 2;
/** Time after which bytes that are not accepted count as a stall. */
const STALL_TIMEOUT_MS = 10_000;

/** Gives the side and the display their turns until the stream has ended, and all was taken. */
export async function serviceUntilEnded(
  thread: StreamThread,
  side: StreamClient,
  display: StreamDisplay,
): Promise<void> {
  const losses = new LossReader(thread.losses.buffer);
  const turnMs =
    side.writesToStdout === true
      ? PIPE_INTERVAL_MS
      : display.isLive
        ? TERMINAL_INTERVAL_MS
        : SERVICE_INTERVAL_MS;
  const remark = () => side.progressDetail();
  let waited = 0;
  const turn = () => {
    for (let loss = losses.next(); loss !== undefined; loss = losses.next()) display.showLoss(loss);
    side.service();
  };
  try {
    await callRepeatedly(thread.ended, turnMs, () => {
      turn();
      if (side.readerClosed) thread.stop();
      display.showProgress(thread.counters, remark);
      const before = waited;
      waited = side.pendingBytes ?? 0;
      return waited !== before;
    });
  } finally {
    turn();
    await flushPending(side);
  }
}

/**
 * Calls `turn` at once, every `everyMs`, and soon again if it returns true, until `ended` is
 * settled or `turn` throws; settles like `ended`. One timer is reused: creating one per call, and a
 * promise, would cost more than the service.
 */
function callRepeatedly(ended: Promise<void>, everyMs: number, turn: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let soon: NodeJS.Timeout | undefined;
    const stop = () => {
      clearInterval(timer);
      clearTimeout(soon);
    };
    const call = () => {
      try {
        if (!turn()) return;
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

/** @throws FAILED if the reader of the output has stalled */
async function flushPending(side: StreamClient): Promise<void> {
  let waited = 0;
  let movedMs = performance.now();
  for (;;) {
    const waiting = side.pendingBytes ?? 0;
    if (waiting === 0) return;
    if (waiting !== waited) movedMs = performance.now();
    if (performance.now() - movedMs > STALL_TIMEOUT_MS)
      throw stalledReaderError(waiting, side.subject);
    waited = waiting;
    await sleep(BACKLOG_INTERVAL_MS);
    side.service();
  }
}

function stalledReaderError(bytes: number, subject: string): AlsaMmapError {
  const seconds = STALL_TIMEOUT_MS / 1000;
  return new AlsaMmapError(
    'FAILED',
    `${bytes} bytes could not be written ${subject}: nothing was taken for ${seconds} s; ` +
      'see what its reader does',
  );
}
