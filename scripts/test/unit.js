import { storeRun } from '../drivers/runs.js';
import { runVitest } from './vitest.js';

/**
 * Runs the tests that need no kernel with sound.
 * @param {readonly string[]} words files and options of vitest; all tests if empty
 */
export async function runUnitTests(words) {
  const { totals, results } = await runVitest('host', { words });
  if (words.length === 0 && results !== undefined) storeRun({ name: 'host' }, results);
  return [totals];
}
