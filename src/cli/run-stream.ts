import { setTimeout as sleep } from 'node:timers/promises';
import { AlsaMmapError } from '../device/errors.js';
import { type JobRequest, type Opened, StreamThread } from '../stream/stream-thread.js';
import type { XrunEvent } from '../stream/xrun.js';
import type { Values } from './command.js';
import { watchSignals } from './signals.js';
import { StreamDisplay } from './stream-display.js';

/** How often the consumer has its turn, and so how much it has to take at once. */
const TURN_MS = 25;

/** What a command does beside the stream, in the main thread. */
export interface StreamSide {
  /** Once, when the device is open; what it throws ends the stream. */
  begin(opened: Opened): void;
  /** Every 25 ms and once after the end: does its work. */
  turn(): void;
  /** What to show beside the figures, each time they are shown. */
  remark(): string;
  /** Once, after the last turn, however the stream ended: what the totals say of it. */
  end(): object;
}

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
  const display = new StreamDisplay(command, values);
  const xruns: XrunEvent[] = [];
  const thread = new StreamThread(job, (xrun) => {
    xruns.push(xrun);
    display.xrun(xrun);
  });
  const signals = watchSignals(() => side.end());
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
    const totals = begun ? side.end() : {};
    if (begun) display.totals(thread.counters, totals);
  } catch (error) {
    failure ??= error;
  } finally {
    signals.close();
  }
  if (failure !== undefined) throw failure;
  if (signals.exitCode !== undefined) return signals.exitCode;
  const failOnXrun = values['fail-on'] === 'xrun';
  const lost = xruns.length > 0 || thread.counters.get('fifoLostFrames') > 0;
  if (failOnXrun && lost) {
    throw new AlsaMmapError('XRUN', `${xruns.length} xruns happened, and --fail-on xrun was given`);
  }
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
    while (!over) {
      side.turn();
      display.progress(thread.counters, () => side.remark());
      await Promise.race([sleep(TURN_MS), ended]);
    }
    await ended;
  } finally {
    side.turn();
  }
}
