import type { CheckResult, CheckVerdict } from '../../measure/check/runner.js';
import type { ListItem } from '../../report/report.js';
import { defineOptions } from '../options/spec.js';
import { defineExperiment } from './experiment.js';
import { disconnectedLimit, forbidden } from './limits.js';
import { renderTap } from './tap.js';

export const check = defineExperiment({
  name: 'check',
  options: defineOptions({
    tap: {
      group: 'Experiment: check',
      type: 'flag',
      summary: 'print TAP, the Test Anything Protocol, instead of text',
      conflictsWith: ['json'],
    },
    suspend: {
      group: 'Experiment: check',
      type: 'flag',
      summary: 'suspend the devices of the machine for 5 s, as root, for the check pause-resume',
    },
  }),
  settings: ({ suspend }) => ({ suspend }),
  limits: ({ measured: { result } }) => {
    const failed = result.verdicts.filter(({ outcome }) => outcome === 'failed');
    return [
      ...disconnectedLimit(result.gone, 'the check'),
      forbidden('failed', failed, () => {
        const names = failed.map(({ name }) => name).join(', ');
        return `${failed.length} of ${result.verdicts.length} checks failed: ${names}`;
      }),
    ];
  },
  document: ({ measured: { result } }) => ({
    planned: result.planned,
    ...countOutcomes(result),
    gone: result.gone,
    verdicts: result.verdicts.map((verdict) => ({ ...verdict, atFrame: verdict.atFrame })),
  }),
  sections: ({ measured: { result } }) => [
    { kind: 'list', items: result.verdicts.map(verdictItem) },
    { kind: 'list', items: [{ text: totals(result) }] },
  ],
  textOverride: (run, { tap }) => (tap ? renderTap(run) : undefined),
});

function verdictItem({ outcome, name, rule, evidence, atFrame }: CheckVerdict): ListItem {
  const position = atFrame === undefined ? '' : `, at frame ${atFrame}`;
  const prefix = outcome === 'skipped' ? 'skipped: ' : '';
  return {
    status: outcome,
    name,
    text: `${prefix}${evidence}${position}`,
    detail: `rule: ${rule}`,
  };
}

function totals(result: CheckResult): string {
  const { passed, failed, skipped } = countOutcomes(result);
  const missing = result.planned - result.verdicts.length;
  const all = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return missing === 0 ? all : `${all}, ${missing} not run`;
}

function countOutcomes({ verdicts }: CheckResult) {
  const count = (of: string) => verdicts.filter(({ outcome }) => outcome === of).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
