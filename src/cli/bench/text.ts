import type { ChalkInstance } from 'chalk';
import type { ExperimentName } from '../../measure/experiments.js';
import type { Plot } from '../../report/plot.js';
import { textHistogram } from '../../report/text-histogram.js';
import { textTrace } from '../../report/text-trace.js';
import type { OptionValues } from '../command.js';
import { printable } from '../text/printable.js';
import type { Finding } from './run.js';
import { VIEWS } from './views.js';

const MOST_COLUMNS = 80;
const PLOT_ROWS = 8;
const INDENT = '    ';

/** What an experiment found, for people. */
export function benchText<Name extends ExperimentName>(
  finding: Finding<Name>,
  values: OptionValues,
  paint: ChalkInstance,
): string {
  const { experiment, opened, measured, complete } = finding;
  const where = `${printable(opened.identity.name)}, ${opened.params.direction}`;
  const seconds = `${measured.seconds.toFixed(1)} s`;
  const cut = complete ? '' : paint.yellow(', ended early');
  const title = `${paint.bold(experiment)}  ${where}, ${seconds}${cut}`;
  const { text, plots, instead } = VIEWS[experiment];
  const other = instead?.(finding, values);
  if (other !== undefined) return other;
  return [
    `${title}\n${text(finding, paint)}\n`,
    ...plots(finding).map((plot) => plotText(plot, paint)),
  ].join('\n');
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
