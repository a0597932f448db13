/**
 * Everything that is to hold: style and types, the tests of this machine, the tests inside a real
 * kernel, and the judgement of what its sound cards played. The last line counts them all.
 */

import { setUp } from './setup/set-up.js';
import { runHostTests } from './test/host-tests.js';
import { runKernelTests } from './test/kernel-tests.js';
import { checkSources } from './test/sources.js';
import { reportTotals } from './test/totals.js';

process.exitCode = (await setUp({ forTests: true })) || (await test());

async function test() {
  const runs = [checkSources(), await runHostTests(), ...(await runKernelTests())];
  return reportTotals(runs);
}
