import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs test files in a copy of the project until one of their tests fails.
 * @param {string} copy
 * @param {readonly string[]} tests
 * @param {number} limitMs
 * @returns {Promise<'passed' | 'failed' | 'hung' | 'broken'>} hung: it exceeded `limitMs` and was
 *   killed; broken: it failed, but not by a test
 */
export async function runTests(copy, tests, limitMs) {
  const resultFile = join(copy, 'results.json');
  rmSync(resultFile, { force: true });
  // One file after the other: with several at once, --bail may lose the result that failed.
  const alone = ['--isolate', '--no-file-parallelism', '--bail', '1'];
  const words = ['run', '--project', 'host', ...alone, '--reporter', 'json'];
  const files = tests.map((test) => `test/${test}.test.ts`);
  const hung = await runBounded(
    [join(copy, 'node_modules/vitest/vitest.mjs'), ...words, '--outputFile', resultFile, ...files],
    copy,
    limitMs,
  );
  if (hung) return 'hung';
  if (!existsSync(resultFile)) return 'broken';
  /** @type {import('vitest/node').JsonTestResults} */
  const { success, testResults, numPassedTests } = JSON.parse(readFileSync(resultFile, 'utf8'));
  if (success) return numPassedTests > 0 ? 'passed' : 'broken';
  const failed = testResults.some(({ assertionResults }) =>
    assertionResults.some(({ status }) => status === 'failed'),
  );
  return failed ? 'failed' : 'broken';
}

/**
 * Runs Node; true if it did not end in time. A hanging test blocks its process, which is killed
 * with its whole group.
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {number} limitMs
 * @returns {Promise<boolean>}
 */
function runBounded(args, cwd, limitMs) {
  const child = spawn(process.execPath, args, { cwd, stdio: 'ignore', detached: true });
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, limitMs);
  return new Promise((resolve) =>
    child.on('close', () => {
      clearTimeout(timer);
      resolve(hung);
    }),
  );
}
