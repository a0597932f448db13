import type { ChalkInstance } from 'chalk';
import type { CheckVerdict } from '../../measure/check/runner.js';
import { printable } from '../text/printable.js';
import { checkTap } from './check-tap.js';
import { counts } from './check-terms.js';
import type { Finding } from './run.js';
import type { ExperimentView } from './views.js';

const SIGNS = { passed: '✓', failed: '✗', skipped: '-' } as const;

export const checkView: ExperimentView<'check'> = {
  instead: (finding, values) => (values['tap'] === true ? checkTap(finding) : undefined),
  text: (finding, paint) => {
    const { verdicts } = finding.measured.result;
    const width = Math.max(0, ...verdicts.map(({ name }) => name.length));
    const lines = verdicts.flatMap((verdict) => verdictLines(verdict, width, paint));
    return [...lines, '', `  ${totals(finding)}`].join('\n');
  },
  table: ({ measured }) => ({
    head: ['', 'check', 'what it rule', 'evidence'],
    rows: measured.result.verdicts.map((verdict) => [
      `${SIGNS[verdict.outcome]} ${verdict.outcome}`,
      verdict.name,
      verdict.rule,
      evidenceOf(verdict),
    ]),
  }),
  notes: (finding) => [totals(finding)],
  plots: () => [],
};

/** Of a failure also what was promised: its evidence alone does not tell. */
function verdictLines(verdict: CheckVerdict, width: number, paint: ChalkInstance): string[] {
  const { outcome, name, rule } = verdict;
  const evidence = printable(evidenceOf(verdict));
  const padded = name.padEnd(width);
  const indent = ' '.repeat(width + 6);
  switch (outcome) {
    case 'passed':
      return [`  ${paint.green(SIGNS.passed)} ${padded}  ${paint.dim(evidence)}`];
    case 'skipped':
      return [`  ${paint.yellow(SIGNS.skipped)} ${padded}  ${paint.dim(`skipped: ${evidence}`)}`];
    case 'failed':
      return [
        `  ${paint.red(SIGNS.failed)} ${paint.bold(padded)}  ${paint.red(evidence)}`,
        `${indent}${paint.dim(`promised: ${rule}`)}`,
      ];
  }
}

function evidenceOf({ evidence, atFrame }: CheckVerdict): string {
  return atFrame === undefined ? evidence : `${evidence}, at frame ${atFrame}`;
}

function totals({ measured: { result } }: Finding<'check'>): string {
  const { passed, failed, skipped } = counts(result);
  const missing = result.planned - result.verdicts.length;
  const all = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return missing === 0 ? all : `${all}, and ${missing} not made`;
}
