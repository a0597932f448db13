import { AlsaMmapError } from '../../device/errors.js';
import { lowerThreadPriorities, threadIds } from '../../runtime/thread-niceness.js';
import { V8Tuning } from '../../runtime/v8-flags.js';
import { type JobRequest, StreamThread } from '../../stream/stream-thread.js';
import type { OutputValues, StreamValues } from '../options/common.js';
import { BROKEN_PIPE_EXIT, watchSignals } from '../signals.js';
import { StreamDisplay } from './display.js';
import { lossAmountText } from './loss-report.js';
import { serviceUntilEnded } from './service-loop.js';
import type { StreamClient } from './stream-client.js';

/**
 * Runs a stream in its thread to its end, by itself, by a signal or by a failure, with a display
 * and totals. The side is ended in order in every case.
 * @returns the exit code
 */
export async function runStream(
  command: string,
  job: JobRequest,
  values: OutputValues & Pick<StreamValues, 'failOn'>,
  side: StreamClient,
): Promise<number> {
  const display = new StreamDisplay(command, side, values);
  const engine = new V8Tuning();
  const others = threadIds();
  const thread = new StreamThread(job);
  const signals = watchSignals(() => {
    display.end();
    side.close();
  });
  let begun = false;
  let failure: unknown;
  try {
    const opened = await thread.opened;
    lowerThreadPriorities(others);
    engine.streamOpened();
    side.open(opened);
    begun = true;
    display.showOpened(opened);
    signals.abortSignal.addEventListener('abort', () => thread.stop());
    if (signals.abortSignal.aborted) thread.stop();
    await serviceUntilEnded(thread, side, display);
  } catch (error) {
    failure = error;
    thread.stop();
    await thread.ended.catch(() => {});
  }
  try {
    if (begun) {
      const summary = side.close();
      failure ??= summary.failure;
      if (!side.readerClosed) display.showTotals(thread.counters, summary);
    }
  } catch (error) {
    failure ??= error;
  } finally {
    display.end();
    signals.close();
    engine.stop();
  }
  if (failure !== undefined) throw failure;
  if (signals.exitCode !== undefined) return signals.exitCode;
  if (side.readerClosed) return BROKEN_PIPE_EXIT;
  if (values.failOn === 'xrun') throwIfXruns(thread, job.device);
  return 0;
}

/** @throws XRUN if frames were lost in the stream or on the way to the file */
function throwIfXruns({ counters }: StreamThread, device: string): void {
  const xruns = counters.get('xruns');
  const late = counters.get('fifoLostFrames');
  if (xruns === 0 && late === 0) return;
  const amount = lossAmountText(counters.get('lostFrames'), counters.get('silentFrames'));
  const what =
    xruns === 0
      ? `${late} frames were lost because the file accepted them too slowly`
      : `${xruns} ${xruns === 1 ? 'xrun' : 'xruns'}: ${amount}`;
  throw new AlsaMmapError('XRUN', `${device}: ${what}; a larger --buffer-size may help`, {
    device,
  });
}
