import { UsageError } from '../command-line.js';
import { runKernelTests } from './kernel.js';
import { checkSources } from './sources.js';
import { BRIEF, runUnitTests } from './unit.js';

/** @param {readonly string[]} words */
export async function runAllSuites(words) {
  if (words.length > 0) throw new UsageError(`unexpected argument "${words[0]}"`);
  return [checkSources(), ...(await runUnitTests([], BRIEF)), ...(await runKernelTests([]))];
}
