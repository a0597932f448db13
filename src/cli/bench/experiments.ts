import type { ExperimentName } from '../../measure/experiments.js';
import type { ValuesOf } from '../options/spec.js';
import { channels } from './channels.js';
import { check } from './check.js';
import { clock } from './clock.js';
import type { BenchExperiment, ExperimentRun, LimitResult } from './experiment.js';
import { latency } from './latency.js';
import { overhead } from './overhead.js';
import { pointer } from './pointer.js';
import { recommend } from './recommend.js';
import { sweep } from './sweep.js';
import { throughput } from './throughput.js';
import { wakeup } from './wakeup.js';

export const BENCH_EXPERIMENTS: { readonly [Name in ExperimentName]: BenchExperiment<Name> } = {
  overhead,
  clock,
  pointer,
  sweep,
  wakeup,
  latency,
  throughput,
  channels,
  recommend,
  check,
};

/** Options of all experiments. */
export const EXPERIMENT_OPTIONS = {
  ...overhead.options,
  ...clock.options,
  ...pointer.options,
  ...sweep.options,
  ...wakeup.options,
  ...latency.options,
  ...throughput.options,
  ...channels.options,
  ...recommend.options,
  ...check.options,
};

export type ExperimentValues = ValuesOf<typeof EXPERIMENT_OPTIONS>;

export function evaluateLimits<Name extends ExperimentName>(
  run: ExperimentRun<Name>,
  values: ExperimentValues,
): readonly LimitResult[] {
  return BENCH_EXPERIMENTS[run.experiment].limits?.(run, values) ?? [];
}
