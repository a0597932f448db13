/**
 * Does the suite notice faults? Each mutant of test/mutants is made in a copy of the project, and
 * the tests that are to notice it are run there. Words name the mutants to try; all by default.
 */

import { MUTANTS } from '../test/mutants/mutants.js';
import { withCopies } from './mutants/copies.js';
import { failsUnmutated, tryMutants } from './mutants/trials.js';
import { reportTotals } from './test/totals.js';

const COPIES = 2;

const words = process.argv.slice(2);
const mutants = MUTANTS.filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);
process.exitCode = await withCopies(COPIES, tryAll);

async function tryAll(copies) {
  const totals = { name: 'mutants', passed: 0, failed: 0, skipped: 0 };
  const wrong = await failsUnmutated(copies[0], mutants);
  if (wrong !== undefined) {
    console.log(`mutants: ${wrong}`);
    return reportTotals([{ ...totals, failed: mutants.length }]);
  }
  await tryMutants(copies, mutants, ({ name, breaks, tests }, outcome) => {
    const killed = outcome === 'killed';
    totals[killed ? 'passed' : 'failed']++;
    console.log(`${killed ? 'killed' : 'FAILED'}  ${name}: ${breaks}`);
    if (!killed) console.log(`        ${outcome} (${tests.join(', ')})`);
  });
  return reportTotals([totals]);
}
