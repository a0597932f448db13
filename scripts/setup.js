/**
 * Prepares a fresh clone: system packages, npm packages, build. Steps that are done already are
 * skipped, so a second run takes a second. `--tests`: also the packages of the tests.
 */

import { parseOptions, runCommand } from './command-line.js';
import { setUp } from './setup/set-up.js';

await runCommand('npm run setup', (args) => {
  const { values } = parseOptions({ args, options: { tests: { type: 'boolean' } } });
  return setUp({ forTests: values.tests ?? false });
});
