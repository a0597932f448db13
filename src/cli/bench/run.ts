import type { ExperimentName, ExperimentResults } from '../../measure/experiments.js';
import type { MeasureOpened } from '../../measure/job.js';
import { MeasureThread } from '../../measure/measure-thread.js';
import type { Measured, MeasurePlan } from '../../measure/plan.js';
import { lowerThreadPriorities, threadIds } from '../../runtime/thread-niceness.js';
import type { OptionValues } from '../command.js';
import { deviceName, requestFromOptions, tryDirections } from '../device-from-options.js';
import { typedValues } from '../legacy-command.js';
import { privilegesFromOptions } from '../stream/job-from-options.js';
import type { BenchDisplay } from './display.js';
import { TERMS } from './terms.js';

/** What an experiment found, and on what. */
export interface Finding<Name extends ExperimentName = ExperimentName> {
  readonly experiment: Name;
  readonly plan: MeasurePlan;
  readonly opened: MeasureOpened;
  readonly measured: Measured<ExperimentResults[Name]>;
  /** False where it was ended by a signal: what was found until then. */
  readonly complete: boolean;
}

const LOOK_MS = 100;

/** Runs an experiment in its thread, to its end or until `aborted`. */
export async function runExperiment<Name extends ExperimentName>(
  experiment: Name,
  plan: MeasurePlan,
  values: OptionValues,
  aborted: AbortSignal,
  display: BenchDisplay,
): Promise<Finding<Name>> {
  const others = threadIds();
  const typed = typedValues(values);
  const { thread, opened } = await tryDirections(typed, async (direction) => {
    const thread = new MeasureThread<Name>({
      experiment,
      device: deviceName(typed, direction),
      request: requestFromOptions(typed, direction),
      plan,
      settings: TERMS[experiment].settings?.(values) ?? {},
      syncPtr: values['sync-ptr'] === true,
      privileges: privilegesFromOptions(typed),
    });
    return { thread, opened: await thread.opened };
  });
  lowerThreadPriorities(others);
  display.opened(experiment, opened);
  const stop = () => thread.stop();
  aborted.addEventListener('abort', stop);
  if (aborted.aborted) stop();
  const timer = setInterval(
    () => display.progress(experiment, thread.progress, plan.durationSeconds),
    LOOK_MS,
  );
  try {
    const { measured } = await thread.ended;
    return { experiment, plan, opened, measured, complete: !aborted.aborted };
  } finally {
    clearInterval(timer);
    aborted.removeEventListener('abort', stop);
    display.end();
  }
}
