import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../command-line.js';
import { DEFAULT_ARCHITECTURE } from '../guest/architectures.js';
import { guestMissing } from '../guest/run.js';
import { ROOT } from '../project.js';
import { runVitestInGuest } from './guest-vitest.js';
import { skippedWithout } from './totals.js';
import { BRIEF } from './unit.js';
import { runVitest } from './vitest.js';

/** @typedef {import('./guest-vitest.js').GuestRun} GuestRun */

/** Selection for arm64: mapped pages, SYNC_PTR, and what alsa-rs does. */
const SHORT = [
  ...['opening', 'sync-ptr'].map((name) => `test/conformance/${name}.test.ts`),
  ...['paths', 'seed'].map((name) => `test/kernel/${name}.test.ts`),
];

/** Kernel tests that run in the guest of the conformance suite, which has time left. */
const WITH_CONFORMANCE = ['kernel-memory', 'round-trip', 'tap'].map(
  (name) => `test/kernel/${name}.test.ts`,
);

/** Kernel tests that need a machine which is never late, and take minutes. */
const COUNTED = ['test/kernel/why-causes.test.ts'];

/**
 * Runs the tests on the kernel of this machine's apt, except for those that take minutes or need an
 * idle machine, a short selection on arm64, and the check of what the cards played. A guest runs
 * one test at a time, so two guests run in parallel.
 * @param {readonly string[]} words files and options of vitest: then only these tests run
 */
export async function runKernelTests(words) {
  if (words.length > 0) return runSelected(words);
  const others = readdirSync(join(ROOT, 'test/kernel'))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/kernel/${name}`)
    .filter((path) => !WITH_CONFORMANCE.includes(path));
  const conformance = ['test/conformance/', ...WITH_CONFORMANCE];
  const runs = await Promise.all([
    runInGuestOf({ env: BRIEF, words: others, part: ', kernel' }),
    (async () => [
      await runInGuestOf({ env: BRIEF, words: conformance, part: ', conformance' }),
      await runInGuestOf({ arch: 'arm64', words: SHORT }),
      ...(guestMissing().length > 0 ? [] : [(await runVitest('judge')).totals]),
    ])(),
  ]);
  return runs.flat();
}

/** @param {readonly string[]} words */
async function runSelected(words) {
  const isOption = (/** @type {string} */ word) => word.startsWith('-');
  const isJudge = (/** @type {string} */ word) => word.startsWith('test/judge');
  for (const word of words.filter((word) => !isOption(word))) {
    const isKnown = /^test\/(kernel|conformance|judge)\b/.test(word);
    if (isKnown && existsSync(join(ROOT, word))) continue;
    throw new UsageError(
      `unknown test file "${word}"; expected one of test/kernel, test/conformance or test/judge`,
    );
  }
  const judge = words.filter((word) => isOption(word) || isJudge(word));
  const inside = words.filter((word) => !isJudge(word));
  const options = inside.filter(isOption);
  const counted = inside.filter((word) => COUNTED.includes(word));
  const others = inside.filter((word) => !isOption(word) && !COUNTED.includes(word));
  return [
    ...(others.length === 0 ? [] : [await runInGuestOf({ words: [...others, ...options] })]),
    ...(counted.length === 0 ? [] : [await runCounted({ words: [...counted, ...options] })]),
    ...(judge.every(isOption) ? [] : [(await runVitest('judge', { words: judge })).totals]),
  ];
}

/** Test that needs interrupts which are handled by threads. */
const THREADED_INTERRUPTS = {
  kernelArguments: ['threadirqs'],
  words: [...COUNTED, '-t', 'whose interrupt has a thread'],
  part: ', threadirqs',
};

/** Runs the whole suite on each kernel: this machine's, two newer ones, and arm64 (no pages). */
export async function runAllKernels() {
  return [
    await runInGuestOf({ stores: true }),
    await runCounted(THREADED_INTERRUPTS),
    await runInGuestOf({ release: 'trixie', stores: true }),
    await runInGuestOf({ release: 'sid', stores: true }),
    await runCounted({}),
    await runCounted({ release: 'trixie' }),
    await runCounted({ release: 'sid' }),
    await runInGuestOf({ arch: 'arm64', stores: true }),
  ];
}

/**
 * Runs tests that no busy host disturbs, as the guest's clock counts instructions.
 * @param {GuestRun} run
 */
async function runCounted(run) {
  return runInGuestOf({ words: COUNTED, part: ', counted', ...run, icount: true });
}

/**
 * Runs tests in a guest. If it cannot start they are skipped; with CI=true that is a failure.
 * @param {GuestRun} run
 */
async function runInGuestOf(run) {
  const arch = run.arch ?? DEFAULT_ARCHITECTURE;
  const missing = guestMissing(arch);
  if (missing.length > 0) return skippedWithout(`tests on a real kernel for ${arch}`, missing);
  return runVitestInGuest(run);
}
