/** Ten minutes on a real kernel with both processors busy: each lost frame is reported. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runInGuest } from '../../scripts/guest/run.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SECONDS = 600;

it('play and record over snd-aloop under load', async () => {
  let said = '';
  const outDir = mkdtempSync(join(tmpdir(), 'alsa-mmap-load-'));
  const { exitCode, kernelProblems } = await runInGuest({
    command: ['node', 'test/long/under-load.js', String(SECONDS)],
    cwd: ROOT,
    outDir,
    cards: ['loopback'],
    timeoutSeconds: 2 * SECONDS,
    onStdout: (bytes: Buffer) => {
      said += bytes;
    },
    onStderr: (bytes: Buffer) => {
      said += bytes;
    },
  });
  rmSync(outDir, { recursive: true, force: true });
  expect({ exitCode, kernelProblems }, said).toEqual({ exitCode: 0, kernelProblems: [] });
});
