import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ROOT } from '../build/files.js';
import { keepRun } from '../drivers/runs.js';
import { ARCHITECTURES, DEFAULT_ARCHITECTURE } from '../guest/architectures.js';
import { runInGuest } from '../guest/run.js';
import { countResults, VITEST, vitestArguments } from './vitest.js';

const TIMEOUT_SECONDS = 1800;

/**
 * Runs the kernel's tests, or those that `words` name, in a guest, and counts them.
 * @param part what the words name, for the line of counts
 * @param keeps whether what the run showed of the drivers is kept for their table
 */
export async function runVitestInside({
  arch = DEFAULT_ARCHITECTURE,
  release = ARCHITECTURES[arch].release,
  env = {},
  words = [],
  part = '',
  keeps = false,
}) {
  const outDir = mkdtempSync(join(tmpdir(), 'alsa-mmap-kernel-'));
  const { cards } = ARCHITECTURES[arch];
  try {
    const { exitCode, kernelProblems, kernelVersion } = await runInGuest({
      ...{ arch, release, cards, outDir },
      command: [
        ...['node', relative(ROOT, VITEST)],
        ...vitestArguments('kernel', '/out/results.json'),
        ...words,
      ],
      cwd: ROOT,
      timeoutSeconds: TIMEOUT_SECONDS,
      env: process.env.CI === undefined ? env : { ...env, CI: process.env.CI },
      onStdout: wholeLines(process.stdout),
      onStderr: wholeLines(process.stderr),
      log: (line) => console.log(`guest: ${line}`),
    });
    const totals = countResults(`kernel ${kernelVersion}${part}`, join(outDir, 'results.json'));
    for (const problem of kernelProblems) console.log(`guest: the kernel says: ${problem}`);
    if (exitCode !== 0 && totals.failed === 0) totals.failed = 1;
    if (keeps) keep({ arch, cards, kernel: kernelVersion }, outDir);
    return totals;
  } catch (error) {
    console.log(`guest: ${error.message}`);
    return { name: `kernel for ${arch}`, passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** Other guests may be writing, too. */
function wholeLines(stream) {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    const all = Buffer.concat([rest, bytes]);
    const end = all.lastIndexOf('\n') + 1;
    stream.write(all.subarray(0, end));
    rest = all.subarray(end);
  };
}

/** By the series of the kernel: `6.1`, `arm64 6.12`. */
function keep({ arch, cards, kernel }, outDir) {
  const [series] = /^\d+\.\d+/.exec(kernel);
  const name = arch === DEFAULT_ARCHITECTURE ? series : `${arch} ${series}`;
  const results = JSON.parse(readFileSync(join(outDir, 'results.json'), 'utf8'));
  keepRun({ name, kernel, arch, cards }, results);
}
