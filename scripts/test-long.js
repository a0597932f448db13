/** Runs the tests that take minutes and gigabytes, and the whole suite on each kernel. */

import { setUp } from './setup/set-up.js';
import { runAllKernels } from './test/kernel-tests.js';
import { reportTotals } from './test/totals.js';
import { runVitest } from './test/vitest.js';

process.exitCode = (await setUp({ forTests: true })) || (await test());

async function test() {
  return reportTotals([...(await runAllKernels()), await runVitest('long')]);
}
