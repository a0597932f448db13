import { join } from 'node:path';
import { ROOT } from '../scripts/build/files.js';
import { runInGuest } from '../scripts/guest/run.js';

const TIMEOUT_SECONDS = 3000;

/**
 * Runs bench/NAME.js --here in the kernel guest, with these cards. QEMU's audio backend is `none`,
 * which plays to nothing and captures silence.
 * @returns its exit code
 */
export async function inGuest(name, cards, words) {
  const { exitCode } = await runInGuest({
    command: ['node', join(ROOT, `bench/${name}.js`), '--here', ...words],
    cwd: ROOT,
    cards,
    audio: 'none',
    timeoutSeconds: TIMEOUT_SECONDS,
    onStdout: (bytes) => process.stdout.write(bytes),
    onStderr: (bytes) => process.stderr.write(bytes),
  });
  return exitCode;
}
