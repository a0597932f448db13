import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs test files in a copy of the project until one of their tests fails, for `limitMs` at most.
 * @returns {Promise<'passed' | 'failed' | 'hung' | 'broken'>} hung: it was ended from outside;
 * broken: it failed, and not by a test
 */
export async function runTests(copy, tests, limitMs) {
  const resultFile = join(copy, 'results.json');
  rmSync(resultFile, { force: true });
  // One file after the other: of files that run side by side, a bail may lose the one that failed.
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
  const { success, testResults, numPassedTests } = JSON.parse(readFileSync(resultFile, 'utf8'));
  if (success) return numPassedTests > 0 ? 'passed' : 'broken';
  const failed = testResults.some(({ assertionResults }) =>
    assertionResults.some(({ status }) => status === 'failed'),
  );
  return failed ? 'failed' : 'broken';
}

/**
 * True if the run did not end in time: a hanging test blocks its process, which is killed with its
 * whole group.
 */
function runBounded(words, cwd, limitMs) {
  const child = spawn(process.execPath, words, { cwd, stdio: 'ignore', detached: true });
  let hung = false;
  const timer = setTimeout(() => {
    hung = true;
    process.kill(-child.pid, 'SIGKILL');
  }, limitMs);
  return new Promise((resolve) =>
    child.on('close', () => {
      clearTimeout(timer);
      resolve(hung);
    }),
  );
}
