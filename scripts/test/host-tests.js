import { runVitest } from './vitest.js';

/** The tests that need no kernel with sound. */
export async function runHostTests() {
  return runVitest('host');
}
