import { reportFailures } from './failures.js';

/** Prints the failures, the counts of each run and, last, the totals; returns the exit code. */
export function reportTotals(runs) {
  const line = ({ passed, failed, skipped }) =>
    `${passed} passed, ${failed} failed, ${skipped} skipped`;
  const sum = { passed: 0, failed: 0, skipped: 0 };
  reportFailures(runs);
  console.log('');
  for (const run of runs) {
    for (const key of Object.keys(sum)) sum[key] += run[key];
    console.log(`${run.name}: ${line(run)}.`);
  }
  console.log(line(sum));
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}
