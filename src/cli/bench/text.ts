import type { ChalkInstance } from 'chalk';
import type { ExperimentName } from '../../measure/experiments.js';
import { renderText } from '../../report/render-text.js';
import type { ExperimentRun } from './experiment.js';
import { BENCH_EXPERIMENTS } from './experiments.js';
import type { BenchValues } from './options.js';
import { buildChapter } from './report.js';

/** The result of an experiment for people, or in the text format that the options request. */
export function renderExperiment<Name extends ExperimentName>(
  run: ExperimentRun<Name>,
  values: BenchValues,
  chalk: ChalkInstance,
): string {
  return (
    BENCH_EXPERIMENTS[run.experiment].textOverride?.(run, values) ??
    renderText(buildChapter(run, values), { columns: process.stdout.columns, chalk })
  );
}
