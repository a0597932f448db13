import type { AlsaMmapError } from '../../device/errors.js';
import type { ExperimentName } from '../../measure/experiments.js';
import { documentHead, systemInfo } from '../document-head.js';
import { errorDocument } from '../report-error.js';
import { paramsDocument } from '../status/document.js';
import { accountDocument } from '../why/document.js';
import { likelyFields } from '../why/likely.js';
import type { ExperimentRun } from './experiment.js';
import { BENCH_EXPERIMENTS, evaluateLimits } from './experiments.js';
import type { BenchValues } from './options.js';

/** The document of schema `alsa-mmap.bench/1`: frames, ns and Hz; null for unavailable values. */
export function benchDocument(
  runs: readonly ExperimentRun[],
  values: BenchValues,
  failure: AlsaMmapError | undefined,
): object {
  const { kernel: _, ...system } = systemInfo();
  return {
    ...documentHead('bench'),
    system,
    experiments: runs.map((run) => experimentDocument(run, values)),
    error: failure && errorDocument(failure).error,
  };
}

/** The documents of the experiments by name, such as `clock.result.ppm`. */
export function resultsByExperiment(
  runs: readonly ExperimentRun[],
  values: BenchValues,
): Readonly<Record<string, object>> {
  return Object.fromEntries(runs.map((run) => [run.experiment, experimentDocument(run, values)]));
}

function experimentDocument<Name extends ExperimentName>(
  run: ExperimentRun<Name>,
  values: BenchValues,
): object {
  const { experiment, plan, opened, measured, complete } = run;
  return {
    experiment,
    device: opened.identity,
    params: paramsDocument(opened.params),
    paths: opened.paths,
    privileges: opened.grants,
    plan,
    seconds: measured.seconds,
    complete,
    result: BENCH_EXPERIMENTS[run.experiment].document?.(run) ?? measured.result,
    limits: evaluateLimits(run, values).map(({ name, limit, measured, within }) => ({
      name,
      limit,
      measured,
      within,
    })),
    raw: values.raw ? measured.raw : undefined,
    ...('why' in BENCH_EXPERIMENTS[experiment].options ? { why: whyDocument(run) } : {}),
  };
}

function whyDocument({ why }: Pick<ExperimentRun, 'why'>): object | undefined {
  if (why === undefined) return undefined;
  const { reason, accounts, likely } = why;
  return {
    level: reason === undefined ? 1 : 0,
    reason,
    accounts: accounts.map(accountDocument),
    likely: likely.map(likelyFields),
  };
}
