import { reportFailures } from './failures.js';

/** Prints what failed, each run's counts and, as the last line, all of them together: the exit code. */
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
