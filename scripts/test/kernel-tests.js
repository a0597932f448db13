import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../build/files.js';
import { DEFAULT_ARCHITECTURE } from '../guest/architectures.js';
import { guestMissing } from '../guest/run.js';
import { skipped } from './skipped.js';
import { runVitest } from './vitest.js';
import { runVitestInside } from './vitest-inside.js';

/** Pages, SYNC_PTR, what the seed does: a part of the whole suite. */
const SHORT = [
  ...['opening', 'sync-ptr'].map((name) => `test/conformance/${name}.test.ts`),
  ...['paths', 'seed'].map((name) => `test/kernel/${name}.test.ts`),
];

/** Kernel tests that run in the guest of the conformance suite, which has time left. */
const BESIDE = ['test/kernel/round-trip.test.ts'];
const OTHERS = readdirSync(join(ROOT, 'test/kernel'))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/kernel/${name}`)
  .filter((path) => !BESIDE.includes(path));

const BRIEF = { ALSA_MMAP_BRIEF: '1' };

/**
 * Runs the suite on the kernel of this machine's apt, except for the tests that take minutes or
 * need an idle machine, a short selection on arm64, and the check of what the cards played. A guest
 * runs one test at a time, so two guests run in parallel.
 */
export async function runKernelTests() {
  const [kernel, others] = await Promise.all([
    runWhere({ env: BRIEF, words: OTHERS, part: ', kernel' }),
    inTurn([
      () =>
        runWhere({ env: BRIEF, words: ['test/conformance/', ...BESIDE], part: ', conformance' }),
      () => runWhere({ arch: 'arm64', words: SHORT }),
      async () => (guestMissing().length > 0 ? [] : [await runVitest('judge')]),
    ]),
  ]);
  return [...kernel, ...others];
}

async function inTurn(parts) {
  const runs = [];
  for (const part of parts) runs.push(...(await part()));
  return runs;
}

/** Runs the whole suite on each kernel: this machine's, a newer one, and arm64 (no pages). */
export async function runAllKernels() {
  return [
    ...(await runWhere({ keeps: true })),
    ...(await runWhere({ release: 'trixie', keeps: true })),
    ...(await runWhere({ arch: 'arm64', keeps: true })),
  ];
}

/** Without a guest its tests are skipped, loudly; with CI=true that is a failure. */
async function runWhere({ arch = DEFAULT_ARCHITECTURE, ...more }) {
  const missing = guestMissing(arch);
  if (missing.length > 0) return [skipped(`the tests on a real kernel for ${arch}`, missing)];
  return [await runVitestInside({ arch, ...more })];
}
