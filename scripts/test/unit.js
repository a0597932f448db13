import { storeRun } from '../drivers/runs.js';
import { allNodes } from '../nodes.js';
import { runVitest } from './vitest.js';

/** Environment of the brief form of the tests: test/brief.ts. */
export const BRIEF = { ALSA_MMAP_BRIEF: '1' };

/**
 * Runs the tests that need no kernel with sound.
 * @param {readonly string[]} words files and options of vitest; all tests if empty
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runUnitTests(words, env = {}) {
  const { totals, results } = await runVitest('host', { env, words });
  if (words.length === 0 && results !== undefined) storeRun({ name: 'host' }, results);
  return [totals];
}

/**
 * Runs the tests that need no kernel with sound, on each supported version of Node in turn.
 * @param {readonly string[]} words files and options of vitest; all tests if empty
 */
export async function runOnAllNodes(words) {
  const runs = [];
  for (const node of await allNodes()) runs.push((await runVitest('host', { words, node })).totals);
  return runs;
}
