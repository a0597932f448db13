import type { ChalkInstance } from 'chalk';
import type { ExperimentName, ExperimentResults } from '../measure/experiments.js';
import type { Finding } from './bench-run.js';
import { clockRows } from './clock-rows.js';
import { overheadText } from './overhead-text.js';
import { pointerRows } from './pointer-rows.js';
import { printable } from './printable.js';
import { rowLines } from './rows.js';

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
  return `${title}\n${TEXTS[experiment](measured.result, finding, paint)}\n`;
}
