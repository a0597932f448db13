import { reportFailures } from './failures.js';

/**
 * Counts of a run of tests.
 * @typedef {object} Totals
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly import('./failures.js').Failure[]} [failures]
 */

/**
 * @param {string} name
 * @param {Partial<Totals>} [counts]
 * @returns {Totals}
 */
export function totalsOf(name, counts = {}) {
  return { name, passed: 0, failed: 0, skipped: 0, ...counts };
}

/**
 * Prints that tests are skipped because packages are missing. With CI=true that is a failure.
 * @param {string} name
 * @param {readonly string[]} packages
 */
export function skippedWithout(name, packages) {
  const fails = process.env['CI'] === 'true';
  const rule = '*'.repeat(70);
  console.log(`\n${rule}\n${fails ? 'FAILED' : 'SKIPPED'}: ${name}. These packages are missing:`);
  console.log(`  sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`);
  console.log(`${rule}\n`);
  return totalsOf(name, fails ? { failed: 1 } : { skipped: 1 });
}

/**
 * Prints the failures, the counts of each run and, last, the totals.
 * @param {readonly Totals[]} runs
 * @returns the exit code
 */
export function reportTotals(runs) {
  const line = (/** @type {Totals} */ { passed, failed, skipped }) =>
    `${passed} passed, ${failed} failed, ${skipped} skipped`;
  const sum = totalsOf('all');
  reportFailures(runs);
  console.log('');
  for (const run of runs) {
    sum.passed += run.passed;
    sum.failed += run.failed;
    sum.skipped += run.skipped;
    console.log(`${run.name}: ${line(run)}.`);
  }
  console.log(line(sum));
  return sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}
