import type { ChalkInstance } from 'chalk';
import type { ExperimentName, ExperimentResults } from '../measure/experiments.js';
import type { Plot } from '../report/plot.js';
import { textHistogram } from '../report/text-histogram.js';
import { textTrace } from '../report/text-trace.js';
import { plotsOf } from './bench-plots.js';
import type { Finding } from './bench-run.js';
import { clockRows } from './clock-rows.js';
import { overheadText } from './overhead-text.js';
import { pointerRows } from './pointer-rows.js';
import { printable } from './printable.js';
import { rowLines } from './rows.js';

const MOST_COLUMNS = 80;
const PLOT_ROWS = 8;
const INDENT = '    ';

type Tell<Name extends ExperimentName> = (
  result: ExperimentResults[Name],
  finding: Finding<Name>,
  paint: ChalkInstance,
) => string;

const TEXTS: { readonly [Name in ExperimentName]: Tell<Name> } = {
  overhead: (result, _, paint) => overheadText(result, paint),
  clock: (result, { opened }, paint) =>
    rowLines(clockRows(result, opened.params), paint).join('\n'),
  pointer: (result, { opened }, paint) =>
    rowLines(pointerRows(result, opened.params, paint), paint).join('\n'),
};

/** What an experiment found, for people. */
export function benchText<Name extends ExperimentName>(
  finding: Finding<Name>,
  paint: ChalkInstance,
): string {
  const { experiment, opened, measured, complete } = finding;
  const where = `${printable(opened.identity.name)}, ${opened.params.direction}`;
  const seconds = `${measured.seconds.toFixed(1)} s`;
  const cut = complete ? '' : paint.yellow(', ended early');
  const title = `${paint.bold(experiment)}  ${where}, ${seconds}${cut}`;
  const text = TEXTS[experiment](measured.result, finding, paint);
  return [`${title}\n${text}\n`, ...plotsOf(finding).map((plot) => plotText(plot, paint))].join(
    '\n',
  );
}

/** Below each other on a screen, and within its width. */
function plotText(plot: Plot, paint: ChalkInstance): string {
  const columns =
    Math.min(MOST_COLUMNS, (process.stdout.columns || MOST_COLUMNS) - 1) - INDENT.length;
  const space = { columns, rows: PLOT_ROWS, paint };
  const drawn = plot.kind === 'histogram' ? textHistogram(plot, space) : textTrace(plot, space);
  const lines = drawn.split('\n').map((line) => `${INDENT}${line}`);
  return `  ${paint.dim(plot.title)}\n${lines.join('\n')}\n`;
}
