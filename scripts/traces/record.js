import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runInGuest, SHOW_OUTPUT } from '../guest/run.js';
import { ROOT, runScript, withTemporaryFolder } from '../project.js';

const TRACES = join(ROOT, 'test/recorded/traces');

/**
 * Records the pages of the guest's cards for test/recorded.
 * @param {readonly string[]} names the traces to record; all if empty
 * @returns the exit code
 */
export function recordTraces(names) {
  return withTemporaryFolder('alsa-mmap-traces', async (outDir) => {
    try {
      const { exitCode } = await runInGuest({
        command: ['node', 'scripts/traces/record-in-guest.js', '/out', ...names],
        cwd: ROOT,
        outDir,
        timeoutSeconds: 170,
        // Cards of this backend discard what they play, and record silence in real time.
        audio: 'none',
        ...SHOW_OUTPUT,
      });
      return exitCode;
    } finally {
      // A failure of a later trace does not invalidate the earlier ones.
      store(outDir);
    }
  });
}

/** @param {string} folder */
function store(folder) {
  const traces = readdirSync(folder).filter((name) => name.endsWith('.json'));
  for (const name of traces) cpSync(join(folder, name), join(TRACES, name));
  const biome = 'node_modules/@biomejs/biome/bin/biome';
  runScript(biome, ['format', '--write', TRACES], { stdio: 'ignore' });
}
