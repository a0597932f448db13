import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseOptions } from '../command-line.js';
import { ROOT } from '../project.js';
import { runVitestInGuest } from '../test/guest-vitest.js';
import { BRIEF } from '../test/unit.js';
import { runVitest } from '../test/vitest.js';
import { buildSanitizedAddon, sanitizedEnvironment } from './addon.js';
import { runUnderValgrind } from './valgrind.js';

/** Time limits for code that is several times as slow. */
const TIMEOUTS = ['--testTimeout=300000', '--hookTimeout=300000'];
/** The sanitizers ignore calls that unlock memory, so these tests would fail. */
const UNTESTABLE = 'memory-lock.test.ts';

/**
 * Checks the memory use of the addon: its tests and those of the core under AddressSanitizer and
 * UBSan, its lifetimes under valgrind, and, with --guest, the conformance suite on the guest's
 * cards under the sanitizers.
 * @param {readonly string[]} args
 */
export async function runSanitizers(args) {
  const { values } = parseOptions({ args, options: { guest: { type: 'boolean' } } });
  buildSanitizedAddon();
  const env = sanitizedEnvironment();
  const native = readdirSync(join(ROOT, 'test/native'))
    .filter((file) => file.endsWith('.test.ts') && file !== UNTESTABLE)
    .map((file) => `test/native/${file}`);
  const { totals } = await runVitest('host', { env, words: ['test/core', ...native, ...TIMEOUTS] });
  const runs = [{ ...totals, name: 'sanitizers' }, runUnderValgrind()];
  if (values.guest) {
    // Without the tests that end a process at each stage: test/native ends its own.
    const brief = { ...env, ...BRIEF };
    runs.push(await runVitestInGuest({ env: brief, words: ['test/conformance', ...TIMEOUTS] }));
  }
  return runs;
}
