import type { ExperimentName } from '../../measure/experiments.js';
import { MeasureThread } from '../../measure/measure-thread.js';
import type { MeasurePlan } from '../../measure/plan.js';
import { deviceName, requestFromOptions, tryDirections } from '../device-from-options.js';
import type { SignalWatch } from '../signals.js';
import { privilegesFromOptions } from '../stream/job-from-options.js';
import { chalkFor } from '../text/colors.js';
import { OwnXruns } from '../why/own-xruns.js';
import type { BenchDisplay } from './display.js';
import type { ExperimentRun } from './experiment.js';
import { BENCH_EXPERIMENTS } from './experiments.js';
import type { BenchValues } from './options.js';

const PROGRESS_INTERVAL_MS = 100;

/** Runs an experiment in a thread of its own, until it ends or a signal stops it. */
export async function runExperiment<Name extends ExperimentName>(
  experiment: Name,
  plan: MeasurePlan,
  values: BenchValues,
  signals: SignalWatch,
  display: BenchDisplay,
): Promise<ExperimentRun<Name>> {
  const { thread, opened } = await tryDirections(values, async (direction) => {
    const thread = new MeasureThread<Name>({
      experiment,
      device: deviceName(values, direction),
      request: requestFromOptions(values, direction),
      plan,
      settings: BENCH_EXPERIMENTS[experiment].settings?.(values) ?? {},
      syncPtr: values.syncPtr,
      privileges: privilegesFromOptions(values),
    });
    return { thread, opened: await signals.limitOpening(thread.opened) };
  });
  display.showOpened(experiment, opened);
  const stop = () => thread.stop();
  const signal = signals.abortSignal;
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const xruns = values.why
    ? new OwnXruns(opened, values.verbose, chalkFor(values, process.stderr), (notice) =>
        display.showNotice(notice),
      )
    : undefined;
  let explained = 0;
  const explainNewXrun = () => {
    const { count, ranDryNs, ringNs } = thread.progress.lastXrun;
    if (count > explained) xruns?.explain(ranDryNs, ringNs);
    explained = count;
  };
  const timer = setInterval(() => {
    display.showProgress(experiment, thread.progress, plan.durationSeconds);
    explainNewXrun();
  }, PROGRESS_INTERVAL_MS);
  try {
    const measured = await thread.ended;
    explainNewXrun();
    await xruns?.end(signal);
    return { experiment, plan, opened, measured, complete: !signal.aborted, why: xruns };
  } finally {
    await xruns?.end(signal);
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
    display.end();
  }
}
