import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '../project.js';

/**
 * Test that failed, or that passed only when it was retried.
 * @typedef {{ test: string, passed: boolean, message: string }} Failure
 */

/** Max lines of a message that are repeated; the output of the run has all of them. */
const LINES = 12;
const FOREIGN_FRAME = /^ +at .*(node_modules|node:internal|<anonymous>)/;

/**
 * Returns the failures of a vitest run, each with its file, its title and the first message.
 * @param {import('vitest/node').JsonTestResults} results
 * @returns {Failure[]}
 */
export function failuresOf({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name);
    const failures = assertionResults.flatMap(
      ({ ancestorTitles, title, status, failureMessages }) =>
        failureMessages?.[0] === undefined
          ? []
          : [
              {
                test: `${file} > ${[...ancestorTitles, title].join(' > ')}`,
                passed: status === 'passed',
                message: firstLines(failureMessages[0]),
              },
            ],
    );
    const isUnloaded = status === 'failed' && failures.every(({ passed }) => passed);
    if (isUnloaded) failures.push({ test: file, passed: false, message: firstLines(message) });
    return failures;
  });
}

/**
 * Prints the tests that were retried, then those that failed.
 * @param {readonly import('./totals.js').Totals[]} runs
 */
export function reportFailures(runs) {
  const all = runs.flatMap(({ name, failures = [] }) =>
    failures.map((failure) => ({ name, ...failure })),
  );
  for (const { name, test, passed, message } of [
    ...all.filter(({ passed }) => passed),
    ...all.filter(({ passed }) => !passed),
  ]) {
    console.log(`\n${passed ? 'passed when retried' : 'FAILED'} (${name}): ${test}\n${message}`);
  }
}

function firstLines(message = '') {
  const lines = stripVTControlCharacters(message).split('\n');
  return lines
    .filter((line) => !FOREIGN_FRAME.test(line))
    .slice(0, LINES)
    .map((line) => `  ${line}`)
    .join('\n');
}
