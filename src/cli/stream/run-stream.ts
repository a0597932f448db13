import { deviceError } from '../../device/errors.js';
import { type StreamJob, StreamThread } from '../../stream/stream-thread.js';
import { removeOwnTrace } from '../../why/recording/trace-session.js';
import type { OutputValues, StreamValues, WhyValues } from '../options/common.js';
import { BROKEN_PIPE_EXIT, watchSignals } from '../signals.js';
import { chalkFor } from '../text/colors.js';
import { watchSpaceKey } from '../text/space-key.js';
import { OwnXruns } from '../why/own-xruns.js';
import { StreamDisplay } from './display.js';
import { lossAmountText } from './loss-report.js';
import { serviceUntilEnded } from './service-loop.js';
import type { StreamClient } from './stream-client.js';

/**
 * Runs a stream in its thread until it ends, fails or a signal stops it, with a display and totals.
 * Closes the client in order in every case.
 * @returns the exit code
 */
export async function runStream(
  command: string,
  job: StreamJob,
  values: OutputValues & WhyValues & Pick<StreamValues, 'failOn'>,
  client: StreamClient,
): Promise<number> {
  const display = new StreamDisplay(command, client, values);
  const thread = new StreamThread(job);
  const signals = watchSignals(() => {
    display.end();
    client.close();
    if (values.why) removeOwnTrace();
  });
  const beginNewFile = () => client.beginNewFile?.();
  process.on('SIGUSR1', beginNewFile);
  let stopKeys = () => {};
  let xruns: OwnXruns | undefined;
  let isOpen = false;
  let failure: unknown;
  try {
    const opened = await signals.limitOpening(thread.opened);
    client.open?.(opened, thread.counters);
    isOpen = true;
    display.showOpened(opened);
    if (values.why) {
      const chalk = chalkFor(values, process.stderr);
      xruns = new OwnXruns(opened, values.verbose, chalk, (notice) => display.showNotice(notice));
    }
    if (client.togglePause) stopKeys = watchSpaceKey(() => client.togglePause?.());
    signals.abortSignal.addEventListener('abort', () => thread.stop());
    if (signals.abortSignal.aborted) thread.stop();
    const { params } = opened;
    await serviceUntilEnded(thread, params, client, display, signals.abortSignal, (loss) =>
      xruns?.explain(loss.monotonicNs),
    );
  } catch (error) {
    failure = error;
    thread.stop();
    await thread.ended.catch(() => {});
  }
  try {
    if (isOpen) {
      const summary = client.close();
      failure ??= summary.failure;
      display.showNotices();
      // The files are finished first.
      await xruns?.end(signals.abortSignal);
      const rows = [...summary.rows, ...(xruns?.rows(thread.counters.get('xruns')) ?? [])];
      if (!client.readerClosed) display.showTotals(thread.counters, { ...summary, rows });
    }
  } catch (error) {
    failure ??= error;
  } finally {
    await xruns?.end(signals.abortSignal);
    stopKeys();
    display.end();
    signals.close();
    process.off('SIGUSR1', beginNewFile);
  }
  if (failure !== undefined) throw failure;
  if (signals.exitCode !== undefined) return signals.exitCode;
  if (client.readerClosed) return BROKEN_PIPE_EXIT;
  if (values.failOn === 'xrun') throwIfXruns(thread, job.device);
  return 0;
}

/** @throws XRUN if frames were lost in the stream or on the way to the file */
function throwIfXruns({ counters }: StreamThread, device: string): void {
  const xruns = counters.get('xruns');
  const fifoLost = counters.get('fifoLostFrames');
  if (xruns === 0 && fifoLost === 0) return;
  const amount = lossAmountText(counters.get('lostFrames'), counters.get('silentFrames'));
  const loss =
    xruns === 0
      ? `${fifoLost} frames were lost because the file accepted them too slowly`
      : `${xruns} ${xruns === 1 ? 'xrun' : 'xruns'}: ${amount}`;
  throw deviceError('XRUN', device, `${loss}; a larger --buffer-size may help`);
}
