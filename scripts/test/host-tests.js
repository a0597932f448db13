import { keepRun } from '../drivers/runs.js';
import { runVitest } from './vitest.js';

/** The tests that need no kernel with sound. */
export async function runHostTests() {
  return runVitest('host', { keep: (results) => keepRun({ name: 'host' }, results) });
}
