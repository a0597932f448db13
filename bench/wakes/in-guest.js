import { join } from 'node:path';
import { ROOT } from '../../scripts/build/files.js';
import { runInGuest } from '../../scripts/guest/run.js';

const TIMEOUT_SECONDS = 1800;

/** Runs the comparison again in the kernel guest, without the cards whose sound QEMU would move meanwhile. */
export async function inGuest(words) {
  const { exitCode } = await runInGuest({
    command: ['node', join(ROOT, 'bench/wakes.js'), '--here', ...words],
    cwd: ROOT,
    cards: ['dummy'],
    audio: 'none',
    timeoutSeconds: TIMEOUT_SECONDS,
    onStdout: (bytes) => process.stdout.write(bytes),
    onStderr: (bytes) => process.stderr.write(bytes),
  });
  return exitCode;
}
