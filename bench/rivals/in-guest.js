import { join } from 'node:path';
import { ROOT } from '../../scripts/build/files.js';
import { runInGuest } from '../../scripts/guest/run.js';

const TIMEOUT_SECONDS = 3000;

/** Runs the comparison again in the kernel guest, on its AC97: over QEMU's silence, which captures too. */
export async function inGuest(words) {
  const { exitCode } = await runInGuest({
    command: ['node', join(ROOT, 'bench/rivals.js'), '--here', ...words],
    cwd: ROOT,
    cards: ['dummy', 'ac97'],
    audio: 'none',
    timeoutSeconds: TIMEOUT_SECONDS,
    onStdout: (bytes) => process.stdout.write(bytes),
    onStderr: (bytes) => process.stderr.write(bytes),
  });
  return exitCode;
}
