/**
 * `npm test` runs what each change must pass: style and types, the tests of this machine, the tests
 * on a real kernel and the judgement of what its sound cards played. `npm test SUITE` runs one
 * suite. `npm test -- --all-nodes [FILES]` runs the tests of this machine on each supported version
 * of Node. The last line has the totals.
 */

import { choose, runCommand } from './command-line.js';
import { setUp } from './setup/set-up.js';
import { reportTotals } from './test/totals.js';

/** @typedef {(words: string[]) => Promise<import('./test/totals.js').Totals[]>} Suite */

/** @type {Readonly<Record<string, () => Promise<Suite>>>} */
const SUITES = {
  all: async () => (await import('./test/all.js')).runAllSuites,
  unit: async () => (await import('./test/unit.js')).runUnitTests,
  '--all-nodes': async () => (await import('./test/unit.js')).runOnAllNodes,
  kernel: async () => (await import('./test/kernel.js')).runKernelTests,
  long: async () => (await import('./test/long.js')).runLongTests,
  mutants: async () => (await import('./mutants/suite.js')).runMutants,
  sanitizers: async () => (await import('./sanitize/suite.js')).runSanitizers,
  fuzz: async () => (await import('./fuzz/suite.js')).runFuzz,
};

await runCommand('npm test', async ([name = 'all', ...words]) => {
  const load = choose('suite', SUITES, name);
  const code = await setUp({ forTests: true });
  if (code !== 0) return code;
  const run = await load();
  return reportTotals(await run(words));
});
