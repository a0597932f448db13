import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, withTemporaryFolder } from '../project.js';
import { failuresOf } from './failures.js';
import { totalsOf } from './totals.js';

/** @typedef {import('vitest/node').JsonTestResults} Results */

/** Relative to the project's folder. */
export const VITEST = 'node_modules/vitest/vitest.mjs';

/**
 * Runs the tests of one vitest project on this machine.
 * @param {string} project
 * @param {{ env?: NodeJS.ProcessEnv, words?: readonly string[], node?: string }} [more] `words` are
 *   files and options of vitest, `node` is the program that runs it, and that tests run
 */
export async function runVitest(project, { env = {}, words = [], node } = {}) {
  return withTemporaryFolder('alsa-mmap-test', async (folder) => {
    const file = join(folder, 'results.json');
    const args = [join(ROOT, VITEST), ...vitestArguments(project, file), ...words];
    const path = node && { PATH: `${dirname(node)}:${process.env['PATH']}` };
    const child = spawn(node ?? process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...path, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    await once(child, 'close');
    const name = node === undefined ? project : `${project}, ${versionOf(node)}`;
    return { totals: countResults(name, file), results: readResults(file) };
  });
}

/**
 * @param {string} project
 * @param {string} resultFile
 */
export function vitestArguments(project, resultFile) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`];
  return ['run', '--project', project, ...reporters];
}

/**
 * Reads the results that vitest wrote; undefined if there are none.
 * @param {string} file
 * @returns {Results | undefined}
 */
export function readResults(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * Counts the results of a vitest run. A run without results counts as one failure, and so does each
 * file that could not be loaded.
 * @param {string} name
 * @param {string} file
 */
export function countResults(name, file) {
  const results = readResults(file);
  if (results === undefined) {
    console.log(`${name}: the run wrote no results: it crashed or was terminated`);
    return totalsOf(name, { failed: 1 });
  }
  const unloaded = results.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const unexplained = results.success || results.numFailedTests + unloaded > 0 ? 0 : 1;
  return totalsOf(name, {
    passed: results.numPassedTests,
    failed: results.numFailedTests + unloaded + unexplained,
    skipped: results.numPendingTests + results.numTodoTests,
    failures: failuresOf(results),
  });
}

/** @param {string} node */
function versionOf(node) {
  return `Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}`;
}
