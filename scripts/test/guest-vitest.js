import { join } from 'node:path';
import { storeRun } from '../drivers/runs.js';
import { ARCHITECTURES, DEFAULT_ARCHITECTURE } from '../guest/architectures.js';
import { runInGuest } from '../guest/run.js';
import { ROOT, withTemporaryFolder } from '../project.js';
import { totalsOf } from './totals.js';
import { countResults, readResults, VITEST, vitestArguments } from './vitest.js';

const TIMEOUT_SECONDS = 1800;

/**
 * Run of the kernel tests in a guest.
 * @typedef {object} GuestRun
 * @property {string} [arch]
 * @property {string | undefined} [release] of Debian
 * @property {Readonly<Record<string, string>>} [env]
 * @property {readonly string[]} [kernelArguments]
 * @property {boolean} [icount] one processor, whose clock counts instructions
 * @property {readonly string[]} [words] files and options of vitest; all tests if omitted
 * @property {string} [part] name of the selection, for the line of counts
 * @property {boolean} [stores] stores the results for the table of drivers
 */

/**
 * Runs tests in a guest and counts them.
 * @param {GuestRun} run
 */
export async function runVitestInGuest({
  arch = DEFAULT_ARCHITECTURE,
  release = ARCHITECTURES[arch]?.release,
  env = {},
  kernelArguments = [],
  icount = false,
  words = [],
  part = '',
  stores = false,
}) {
  const { CI } = process.env;
  const cards = ARCHITECTURES[arch]?.cards ?? [];
  return withTemporaryFolder('alsa-mmap-kernel', async (outDir) => {
    try {
      const { exitCode, kernelProblems, kernelVersion } = await runInGuest({
        ...{ arch, release, cards, outDir, kernelArguments, icount },
        command: ['node', VITEST, ...vitestArguments('kernel', '/out/results.json'), ...words],
        cwd: ROOT,
        timeoutSeconds: TIMEOUT_SECONDS,
        env: CI === undefined ? env : { ...env, CI },
        onStdout: wholeLines(process.stdout),
        onStderr: wholeLines(process.stderr),
        log: (line) => console.log(`guest: ${line}`),
      });
      const file = join(outDir, 'results.json');
      const totals = countResults(`kernel ${kernelVersion}${part}`, file);
      for (const problem of kernelProblems) console.log(`guest: kernel problem: ${problem}`);
      if (exitCode !== 0 && totals.failed === 0) totals.failed = 1;
      const results = readResults(file);
      if (stores && results !== undefined) {
        const name = runName(arch, kernelVersion);
        storeRun({ name, kernel: kernelVersion, arch, cards }, results);
      }
      return totals;
    } catch (error) {
      console.log(`guest: ${error instanceof Error ? error.message : error}`);
      return totalsOf(`kernel for ${arch}`, { failed: 1 });
    }
  });
}

/**
 * Writes whole lines only, as another guest may write at the same time.
 * @param {NodeJS.WriteStream} stream
 */
function wholeLines(stream) {
  let rest = Buffer.alloc(0);
  return (/** @type {Buffer} */ bytes) => {
    const all = Buffer.concat([rest, bytes]);
    const end = all.lastIndexOf('\n') + 1;
    stream.write(all.subarray(0, end));
    rest = all.subarray(end);
  };
}

/**
 * Name of a run by the series of its kernel: `6.1`, `arm64 6.12`.
 * @param {string} arch
 * @param {string} kernel
 */
function runName(arch, kernel) {
  const series = /^\d+\.\d+/.exec(kernel)?.[0] ?? kernel;
  return arch === DEFAULT_ARCHITECTURE ? series : `${arch} ${series}`;
}
