import { setTimeout as sleep } from 'node:timers/promises';
import { AlsaMmapError } from '../device/errors.js';
import { type JobRequest, StreamThread } from '../stream/stream-thread.js';
import type { Values } from './command.js';
import { BROKEN_PIPE_EXIT, watchSignals } from './signals.js';
import { StreamDisplay } from './stream-display.js';
import type { StreamSide } from './stream-side.js';

/** How often the side has its turn, and so how much it has to do at once. */
const TURN_MS = 25;
/** The same, where somebody else is slow to take its work, but takes it. */
const SHORT_TURN_MS = 2;
/** How long such a one may stand still when the stream is over. */
const PATIENCE_MS = 10_000;

/**
 * Runs a stream in its thread to its end, by itself, by a signal or by a failure, with a display and
 * totals. The side is ended in order in every case.
 * @returns the exit code
 */
export async function runStream(
  command: string,
  job: JobRequest,
  values: Values,
  side: StreamSide,
): Promise<number> {
  const display = new StreamDisplay(command, side, values);
  const thread = new StreamThread(job, (loss) => display.loss(loss));
  const signals = watchSignals(() => {
    display.end();
    side.end();
  });
  let begun = false;
  let failure: unknown;
  try {
    const opened = await thread.opened;
    side.begin(opened);
    begun = true;
    display.opened(opened);
    signals.aborted.addEventListener('abort', () => thread.stop());
    if (signals.aborted.aborted) thread.stop();
    await turns(thread, side, display);
  } catch (error) {
    failure = error;
    thread.stop();
    await thread.ended.catch(() => {});
  }
  try {
    if (begun) {
      const summary = side.end();
      if (!side.abandoned) display.totals(thread.counters, summary);
    }
  } catch (error) {
    failure ??= error;
  } finally {
    display.end();
    signals.close();
  }
  if (failure !== undefined) throw failure;
  if (signals.exitCode !== undefined) return signals.exitCode;
  if (side.abandoned) return BROKEN_PIPE_EXIT;
  if (values['fail-on'] === 'xrun') failOnXrun(thread, job.device);
  return 0;
}

async function turns(
  thread: StreamThread,
  side: StreamSide,
  display: StreamDisplay,
): Promise<void> {
  let over = false;
  const ended = thread.ended.finally(() => {
    over = true;
  });
  ended.catch(() => {});
  try {
    let waited = 0;
    while (!over) {
      side.turn();
      if (side.abandoned) thread.stop();
      display.progress(thread.counters, () => side.remark());
      const waiting = side.waitingBytes ?? 0;
      await Promise.race([sleep(waiting === waited ? TURN_MS : SHORT_TURN_MS), ended]);
      waited = waiting;
    }
    await ended;
  } finally {
    await settle(side);
  }
}

/** @throws FAILED where whoever takes the rest stands still */
async function settle(side: StreamSide): Promise<void> {
  side.turn();
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

/** @throws XRUN where the stream has a hole, whoever made it */
function failOnXrun({ counters }: StreamThread, device: string): void {
  const xruns = counters.get('xruns');
  const late = counters.get('fifoLostFrames');
  if (xruns === 0 && late === 0) return;
  const what =
    xruns === 0
      ? `${late} frames were lost because the file took them too slowly`
      : `the stream ran over or under ${xruns === 1 ? 'once' : `${xruns} times`}, ${counters.get('lostFrames')} frames were lost`;
  throw new AlsaMmapError('XRUN', `${device}: ${what}; a larger --buffer-size may help`, {
    device,
  });
}
