import type { CheckResult } from '../../measure/check/runner.js';
import { goneVerdicts, never } from './limit.js';
import type { ExperimentTerms } from './terms.js';

export const checkTerms: ExperimentTerms<'check'> = {
  options: {
    tap: { summary: 'check: print TAP, the Test Anything Protocol, in place of text' },
  },
  limits: ({ measured: { result } }) => {
    const failed = result.verdicts.filter(({ outcome }) => outcome === 'failed');
    const made = result.verdicts.length;
    return [
      ...goneVerdicts(result.gone, 'the check'),
      never('failed', failed, (failed) => {
        const names = failed.map(({ name }) => name).join(', ');
        return `${failed.length} of ${made} checks failed: ${names}`;
      }),
    ];
  },
  document: ({ measured: { result } }) => ({
    planned: result.planned,
    ...counts(result),
    gone: result.gone ?? null,
    verdicts: result.verdicts.map((verdict) => ({ ...verdict, atFrame: verdict.atFrame ?? null })),
  }),
};

/** How many came out like what; the rest of those planned was not made. */
export function counts({ verdicts }: CheckResult) {
  const count = (of: string) => verdicts.filter(({ outcome }) => outcome === of).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
