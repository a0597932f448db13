// Results of the conformance runs: one file per machine, in build/conformance.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../project.js';

const FOLDER = join(ROOT, 'build/conformance');
const SUITE = '/test/conformance/';

/**
 * Result of a test: its file, the titles of its groups, its title.
 * @typedef {{ part: string, group: string, title: string, passed: boolean }} TestResult
 */
/**
 * Place of a run: its name; in a guest the kernel's version, the architecture and the cards.
 * @typedef {{ name: string, kernel?: string, arch?: string, cards?: readonly string[] }} Place
 */
/** @typedef {Place & { tests: readonly TestResult[] }} StoredRun */

/**
 * Stores the results of the conformance suite.
 * @param {Place} place
 * @param {import('vitest/node').JsonTestResults} results
 */
export function storeRun(place, results) {
  const tests = results.testResults
    .filter(({ name }) => name.includes(SUITE))
    .flatMap(({ name, assertionResults }) => assertionResults.map((test) => resultOf(name, test)));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${place.name}.json`), JSON.stringify({ ...place, tests }));
}

/**
 * @param {string} file
 * @param {import('vitest/node').JsonAssertionResult} test
 * @returns {TestResult}
 */
function resultOf(file, { ancestorTitles, title, status }) {
  return {
    part: file.slice(file.indexOf(SUITE) + SUITE.length).replace('.test.ts', ''),
    group: ancestorTitles.join(' ').replaceAll("'", ''), // vitest quotes strings in titles
    title,
    passed: status === 'passed',
  };
}

/**
 * All stored runs: the host's, then the guests', from the oldest kernel to the newest.
 * @returns {StoredRun[]}
 */
export function storedRuns() {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  if (files.length === 0) {
    throw new Error('no results in build/conformance; run "npm test long" first');
  }
  const runs = files.map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
  const order = (/** @type {Place} */ { arch = '', kernel = '' }) => `${arch} ${kernel}`;
  return runs.sort((a, b) => order(a).localeCompare(order(b), undefined, { numeric: true }));
}
