import { relative } from 'node:path';
import { ROOT } from '../build/files.js';

/** Max lines of a message that are repeated; the run's own output has all of it. */
const LINES = 12;
const NOT_OURS = /^ +at .*(node_modules|node:internal|<anonymous>)/;
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/**
 * Tests of a vitest run that failed, and those that passed only when retried: each with its file,
 * its name and what it said first.
 * @param results as vitest writes them in JSON
 */
export function failuresOf({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name);
    const told = assertionResults
      .filter(({ failureMessages }) => failureMessages?.length > 0)
      .map((test) => ({
        what: `${file} > ${test.ancestorTitles.concat(test.title).join(' > ')}`,
        passed: test.status === 'passed',
        message: firstLines(test.failureMessages[0]),
      }));
    const isUnloaded = status === 'failed' && told.every(({ passed }) => passed);
    return isUnloaded
      ? [...told, { what: file, passed: false, message: firstLines(message) }]
      : told;
  });
}

/** Reports, at the end of a run, the tests that were retried, then those that failed. */
export function reportFailures(runs) {
  const all = runs.flatMap(({ name, failures = [] }) =>
    failures.map((failure) => ({ name, ...failure })),
  );
  for (const { name, what, passed, message } of all.toSorted((a, b) => b.passed - a.passed)) {
    console.log(
      `\n${passed ? 'tried again, then passed' : 'FAILED'} (${name}): ${what}\n${message}`,
    );
  }
}

function firstLines(message = '') {
  const lines = message.replaceAll(COLOURS, '').split('\n');
  return lines
    .filter((line) => !NOT_OURS.test(line))
    .slice(0, LINES)
    .map((line) => `  ${line}`)
    .join('\n');
}
