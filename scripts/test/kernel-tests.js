import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ROOT } from '../build/files.js';
import { guestMissing, runInGuest } from '../guest/run.js';
import { countResults, runVitest, VITEST, vitestArguments } from './vitest.js';

const TIMEOUT_SECONDS = 900;

/**
 * The tests on a real kernel. Where no guest can be had they are skipped, loudly; on a machine that
 * says it checks (CI=true) that is a failure.
 */
export async function runKernelTests() {
  const missing = guestMissing();
  if (missing.length > 0) return [skipped(missing)];
  return [await runVitestInside(), await runVitest('judge')];
}

/** Runs the kernel's tests, or those that `words` name, in the guest, and counts them. */
export async function runVitestInside(env = {}, words = []) {
  const outDir = mkdtempSync(join(tmpdir(), 'alsa-mmap-kernel-'));
  try {
    const { exitCode, kernelProblems, kernelVersion } = await runInGuest({
      command: [
        ...['node', relative(ROOT, VITEST)],
        ...vitestArguments('kernel', '/out/results.json'),
        ...words,
      ],
      cwd: ROOT,
      timeoutSeconds: TIMEOUT_SECONDS,
      outDir,
      env: process.env.CI === undefined ? env : { ...env, CI: process.env.CI },
      onStdout: (bytes) => process.stdout.write(bytes),
      onStderr: (bytes) => process.stderr.write(bytes),
      log: (line) => console.log(`guest: ${line}`),
    });
    const totals = countResults(`kernel ${kernelVersion}`, join(outDir, 'results.json'));
    for (const problem of kernelProblems) console.log(`guest: the kernel says: ${problem}`);
    if (exitCode !== 0 && totals.failed === 0) totals.failed = 1;
    return totals;
  } catch (error) {
    console.log(`guest: ${error.message}`);
    return { name: 'kernel', passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

function skipped(missing) {
  const must = process.env.CI === 'true';
  console.log('\n**********************************************************************');
  console.log(
    `${must ? 'FAILED' : 'SKIPPED'}: the tests on a real kernel. These packages are missing:`,
  );
  console.log(`  sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`);
  console.log('**********************************************************************\n');
  return { name: 'kernel', passed: 0, failed: must ? 1 : 0, skipped: must ? 0 : 1 };
}
