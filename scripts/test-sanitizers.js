/**
 * Checks the memory use of the addon: its tests and those of the core under AddressSanitizer and
 * UBSan, its lifetimes under valgrind, and, with --guest, the conformance suite on the cards of the
 * guest under the sanitizers. Not part of `npm test`.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build/files.js';
import { buildSanitizedAddon, sanitizedEnvironment } from './sanitize/addon.js';
import { runUnderValgrind } from './sanitize/valgrind.js';
import { setUp } from './setup/set-up.js';
import { reportTotals } from './test/totals.js';
import { runVitest } from './test/vitest.js';
import { runVitestInside } from './test/vitest-inside.js';

/** Everything takes a few times as long. */
const PATIENCE = ['--testTimeout=300000', '--hookTimeout=300000'];
/** The sanitizer itself ignores what unlocks memory: it could not be tested. */
const FILES = [
  'test/core',
  ...readdirSync(join(ROOT, 'test/native'))
    .filter((file) => file.endsWith('.test.ts') && file !== 'memory-lock.test.ts')
    .map((file) => `test/native/${file}`),
];

process.exitCode = (await setUp({ forTests: true })) || (await test());

async function test() {
  buildSanitizedAddon();
  const environment = sanitizedEnvironment();
  const runs = [await runVitest('host', { env: environment, words: [...FILES, ...PATIENCE] })];
  runs[0].name = 'sanitizers';
  runs.push(runUnderValgrind());
  if (process.argv.includes('--guest')) {
    runs.push(
      await runVitestInside({
        // Without the processes that are ended at each stage: test/native ends its own.
        env: { ...environment, ALSA_MMAP_BRIEF: '1' },
        words: ['test/conformance', ...PATIENCE],
      }),
    );
  }
  return reportTotals(runs);
}
