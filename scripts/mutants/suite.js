import { MUTANTS } from '../../test/mutants/mutants.js';
import { UsageError } from '../command-line.js';
import { totalsOf } from '../test/totals.js';
import { withCopies } from './copies.js';
import { failsUnmutated, tryMutants } from './trials.js';

const COPIES = 2;

/**
 * Makes each mutant of test/mutants in a copy of the project, and runs the tests there that must
 * detect it.
 * @param {readonly string[]} words parts of the mutants' names; all mutants if empty
 */
export function runMutants(words) {
  const mutants = MUTANTS.filter(
    ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
  );
  if (mutants.length === 0) throw new UsageError(`no mutant's name contains ${words.join(', ')}`);
  return withCopies(COPIES, async (copies) => {
    const totals = totalsOf('mutants');
    const problem = await failsUnmutated(copies[0], mutants);
    if (problem !== undefined) {
      console.log(`mutants: ${problem}`);
      return [{ ...totals, failed: mutants.length }];
    }
    await tryMutants(copies, mutants, ({ name, breaks, tests }, outcome) => {
      const killed = outcome === 'killed';
      totals[killed ? 'passed' : 'failed']++;
      console.log(`${killed ? 'killed' : 'FAILED'}  ${name}: ${breaks}`);
      if (!killed) console.log(`        ${outcome} (${tests.join(', ')})`);
    });
    return [totals];
  });
}
