import { AlsaMmapError } from '../../device/errors.js';
import { type JobRequest, StreamThread } from '../../stream/stream-thread.js';
import type { Values } from '../command.js';
import { BROKEN_PIPE_EXIT, watchSignals } from '../signals.js';
import { CalmEngine } from './calm-engine.js';
import { StreamDisplay } from './display.js';
import { giveWay, threadIds } from './give-way.js';
import { amountText } from './loss-text.js';
import type { StreamSide } from './side.js';
import { takeTurns } from './turns.js';

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
  const engine = new CalmEngine();
  const others = threadIds();
  const thread = new StreamThread(job);
  const signals = watchSignals(() => {
    display.end();
    side.end();
  });
  let begun = false;
  let failure: unknown;
  try {
    const opened = await thread.opened;
    giveWay(others);
    engine.streams();
    side.begin(opened);
    begun = true;
    display.opened(opened);
    signals.aborted.addEventListener('abort', () => thread.stop());
    if (signals.aborted.aborted) thread.stop();
    await takeTurns(thread, side, display);
  } catch (error) {
    failure = error;
    thread.stop();
    await thread.ended.catch(() => {});
  }
  try {
    if (begun) {
      const summary = side.end();
      failure ??= summary.failure;
      if (!side.abandoned) display.totals(thread.counters, summary);
    }
  } catch (error) {
    failure ??= error;
  } finally {
    display.end();
    signals.close();
    engine.end();
  }
  if (failure !== undefined) throw failure;
  if (signals.exitCode !== undefined) return signals.exitCode;
  if (side.abandoned) return BROKEN_PIPE_EXIT;
  if (values['fail-on'] === 'xrun') failOnXrun(thread, job.device);
  return 0;
}

/** @throws XRUN where the stream has a hole, whoever made it */
function failOnXrun({ counters }: StreamThread, device: string): void {
  const xruns = counters.get('xruns');
  const late = counters.get('fifoLostFrames');
  if (xruns === 0 && late === 0) return;
  const what =
    xruns === 0
      ? `${late} frames were lost because the file took them too slowly`
      : `the stream ran over or under ${xruns === 1 ? 'once' : `${xruns} times`}: ${amountText(counters.get('lostFrames'), counters.get('silentFrames'))}`;
  throw new AlsaMmapError('XRUN', `${device}: ${what}; a larger --buffer-size may help`, {
    device,
  });
}
