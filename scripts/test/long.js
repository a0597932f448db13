import { runAllKernels } from './kernel.js';
import { runUnitTests } from './unit.js';
import { runVitest } from './vitest.js';

/**
 * Runs the tests that take minutes or gigabytes, and the whole suites of this machine and of each
 * kernel.
 * @param {readonly string[]} words files and options of vitest: then only tests of test/long run
 */
export async function runLongTests(words) {
  const suites = words.length > 0 ? [] : [...(await runUnitTests([])), ...(await runAllKernels())];
  return [...suites, (await runVitest('long', { words })).totals];
}
