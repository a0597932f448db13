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
  const pause = new Pause();
  const turnMs = side.takesStdout === true ? PIPE_TURN_MS : display.live ? SEEN_TURN_MS : TURN_MS;
  let over = false;
  const wake = () => {
    over = true;
    pause.end();
  };
  thread.ended.then(wake, wake);
  const turn = () => {
    for (const loss of losses) display.loss(loss);
    side.turn();
  };
  try {
    for (let waited = 0; !over; ) {
      turn();
      if (side.abandoned) thread.stop();
      display.progress(thread.counters, () => side.remark());
      const waiting = side.waitingBytes ?? 0;
      await pause.for(waiting === waited ? turnMs : SHORT_TURN_MS);
      waited = waiting;
    }
    await thread.ended;
  } finally {
    turn();
    await settle(side, pause);
  }
}

/** @throws FAILED where whoever takes the rest stands still */
async function settle(side: StreamSide, pause: Pause): Promise<void> {
  let waited = 0;
  let movedMs = performance.now();
  for (;;) {
    const waiting = side.waitingBytes ?? 0;
    if (waiting === 0) return;
    if (waiting !== waited) movedMs = performance.now();
    if (performance.now() - movedMs > PATIENCE_MS) throw nobodyTakes(waiting, side.subject);
    waited = waiting;
    await pause.for(SHORT_TURN_MS);
    side.turn();
  }
}

/** A pause that can be ended; nothing of it is left behind, however many there are. */
class Pause {
  #timer: NodeJS.Timeout | undefined;
  #resolve: () => void = () => {};

  for(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#timer = setTimeout(resolve, durationMs);
    });
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#resolve();
  }
}

function nobodyTakes(bytes: number, subject: string): AlsaMmapError {
  const seconds = PATIENCE_MS / 1000;
  return new AlsaMmapError(
    'FAILED',
    `${bytes} bytes could not be written ${subject}: nothing was taken for ${seconds} s; see what its reader does`,
  );
}
