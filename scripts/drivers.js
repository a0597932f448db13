/**
 * Records of real drivers: `npm run drivers -- table` writes the table of docs/drivers.md from the
 * results of the conformance suite, `npm run drivers -- traces [NAME...]` records in the guest the
 * pages that test/recorded plays back.
 */

import { choose, runCommand } from './command-line.js';

const COMMANDS = {
  table: async () => (await import('./drivers/table.js')).writeTable(),
  traces: async (/** @type {string[]} */ names) =>
    (await import('./traces/record.js')).recordTraces(names),
};

await runCommand('npm run drivers', ([name, ...words]) => choose('command', COMMANDS, name)(words));
