import { runAllKernels } from './kernel.js';
import { runVitest } from './vitest.js';

/**
 * Runs the tests that take minutes or gigabytes, and the whole suite on each kernel.
 * @param {readonly string[]} words files and options of vitest: then only tests of test/long run
 */
export async function runLongTests(words) {
  const kernels = words.length > 0 ? [] : await runAllKernels();
  return [...kernels, (await runVitest('long', { words })).totals];
}
