// Results of the conformance runs: one file per machine, in build/conformance.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../build/files.js';

const FOLDER = join(ROOT, 'build/conformance');
const SUITE = '/test/conformance/';

/**
 * Keeps what the suite showed.
 * @param place `{ name, kernel, arch, cards }`: the name of the run; the kernel's version, its
 *   architecture and the cards of the guest, or none of these on the host
 * @param results the JSON of vitest
 */
export function keepRun(place, results) {
  const tests = results.testResults
    .filter(({ name }) => name.includes(SUITE))
    .flatMap(({ name, assertionResults }) => assertionResults.map((test) => theTest(name, test)));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${place.name}.json`), JSON.stringify({ ...place, tests }));
}

function theTest(file, { ancestorTitles, title, status }) {
  return {
    part: file.slice(file.indexOf(SUITE) + SUITE.length).replace('.test.ts', ''),
    group: ancestorTitles.join(' ').replaceAll("'", ''), // vitest quotes what it puts into titles
    title,
    passed: status === 'passed',
  };
}

/** Every run that was kept: the host's, then the guests' from the oldest kernel on. */
export function keptRuns() {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  if (files.length === 0) {
    throw new Error('no run of the suite in build/conformance: npm run test:long leaves them');
  }
  const runs = files.map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
  const order = ({ arch = '', kernel = '' }) => `${arch} ${kernel}`;
  return runs.sort((a, b) => order(a).localeCompare(order(b), undefined, { numeric: true }));
}
