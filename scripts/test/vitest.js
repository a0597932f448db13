import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../build/files.js';
import { failuresOf } from './failures.js';

export const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

/**
 * Runs the tests of one vitest project on this machine, and counts them.
 * @param words more of vitest's own: files, options
 * @param keep gets the results as vitest writes them in JSON
 */
export async function runVitest(project, { env = {}, words = [], keep = (_results) => {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'alsa-mmap-test-'));
  const file = join(folder, 'results.json');
  try {
    await ended(
      spawn(process.execPath, [VITEST, ...vitestArguments(project, file), ...words], {
        cwd: ROOT,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'inherit', 'inherit'],
      }),
    );
    if (existsSync(file)) keep(JSON.parse(readFileSync(file, 'utf8')));
    return countResults(project, file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function vitestArguments(project, resultFile) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`];
  return ['run', '--project', project, ...reporters];
}

/**
 * The counts of a vitest run from its JSON. A run that left none, or in which a file could not even
 * be loaded, has a failure more than it has failed tests.
 */
export function countResults(name, file) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    console.log(`${name}: the run left no results: it was ended from outside, or crashed`);
    return { name, passed: 0, failed: 1, skipped: 0 };
  }
  const unloaded = results.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const unexplained = results.success || results.numFailedTests + unloaded > 0 ? 0 : 1;
  return {
    name,
    passed: results.numPassedTests,
    failed: results.numFailedTests + unloaded + unexplained,
    skipped: results.numPendingTests + results.numTodoTests,
    failures: failuresOf(results),
  };
}

function ended(child) {
  return new Promise((resolve) => child.on('close', resolve));
}
