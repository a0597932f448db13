import { setTimeout as sleep } from 'node:timers/promises';
import { AlsaMmapError } from '../../device/errors.js';
import { LossReader } from '../../stream/loss-log.js';
import type { StreamThread } from '../../stream/stream-thread.js';
import type { StreamDisplay } from './display.js';
import type { StreamSide } from './side.js';

/**
 * How often the side has its turn: a wake-up is dearer than what is done in it, and the FIFO lasts
 * for seconds. More often where somebody looks at it, or reads along.
 */
const TURN_MS = 1000;
const SEEN_TURN_MS = 100;
const PIPE_TURN_MS = 25;
/** Where somebody has just begun to be slow. */
const SHORT_TURN_MS = 2;
/** How long the last bytes may wait without one of them being taken. */
const PATIENCE_MS = 10_000;

/** Gives the side and the display their turns until the stream has ended, and all was taken. */
export async function takeTurns(
  thread: StreamThread,
  side: StreamSide,
  display: StreamDisplay,
): Promise<void> {
  const losses = new LossReader(thread.losses.buffer);
  const turnMs = side.takesStdout === true ? PIPE_TURN_MS : display.live ? SEEN_TURN_MS : TURN_MS;
  const remark = () => side.remark();
  let waited = 0;
  const turn = () => {
    for (let loss = losses.next(); loss !== undefined; loss = losses.next()) display.loss(loss);
    side.turn();
  };
  try {
    await beat(thread.ended, turnMs, () => {
      turn();
      if (side.abandoned) thread.stop();
      display.progress(thread.counters, remark);
      const before = waited;
      waited = side.waitingBytes ?? 0;
      return waited !== before;
    });
  } finally {
    turn();
    await settle(side);
  }
}

/**
 * Calls `turn` at once, every `everyMs`, and soon again where it answers true: until `ended` is
 * settled, as which it settles, or `turn` throws. By one timer that stays: to make and to drop one for
 * each turn, and a promise, would be dearer than a turn.
 */
function beat(ended: Promise<void>, everyMs: number, turn: () => boolean): Promise<void> {
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
        soon = setTimeout(call, SHORT_TURN_MS);
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

/** @throws FAILED where whoever takes the rest stands still */
async function settle(side: StreamSide): Promise<void> {
  let waited = 0;
  let movedMs = performance.now();
  for (;;) {
    const waiting = side.waitingBytes ?? 0;
    if (waiting === 0) return;
    if (waiting !== waited) movedMs = performance.now();
    if (performance.now() - movedMs > PATIENCE_MS) throw nobodyTakes(waiting, side.subject);
    waited = waiting;
    await sleep(SHORT_TURN_MS);
    side.turn();
  }
}

function nobodyTakes(bytes: number, subject: string): AlsaMmapError {
  const seconds = PATIENCE_MS / 1000;
  return new AlsaMmapError(
    'FAILED',
    `${bytes} bytes could not be written ${subject}: nothing was taken for ${seconds} s; see what its reader does`,
  );
}
