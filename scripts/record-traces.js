/**
 * Records anew what the cards of the guest show, for the tests that play it back (test/recorded).
 * Words name the traces to record; all by default.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './build/files.js';
import { runInGuest } from './guest/run.js';

const TRACES = join(ROOT, 'test/recorded/traces');

const outDir = mkdtempSync(join(tmpdir(), 'alsa-mmap-traces-'));
try {
  const { exitCode } = await runInGuest({
    command: ['node', 'scripts/traces/record.js', '/out', ...process.argv.slice(2)],
    cwd: ROOT,
    outDir,
    timeoutSeconds: 170,
    // Cards that play into the void and record silence in time.
    audio: 'none',
    onStdout: (bytes) => process.stdout.write(bytes),
    onStderr: (bytes) => process.stderr.write(bytes),
    log: (line) => console.log(`guest: ${line}`),
  });
  process.exitCode = exitCode;
} finally {
  // Each is whole, though one after it failed.
  keep();
  rmSync(outDir, { recursive: true, force: true });
}

function keep() {
  const traces = readdirSync(outDir).filter((name) => name.endsWith('.json'));
  for (const name of traces) cpSync(join(outDir, name), join(TRACES, name));
  spawnSync(
    process.execPath,
    [join(ROOT, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--write', TRACES],
    { cwd: ROOT, stdio: 'ignore' },
  );
}
