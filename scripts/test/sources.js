import { runScript } from '../project.js';
import { totalsOf } from './totals.js';

/** @type {readonly (readonly [name: string, script: string, ...args: string[]])[]} */
const CHECKS = [
  ['format and lint', '@biomejs/biome/bin/biome', 'check', '.'],
  ['types of TypeScript', 'typescript/bin/tsc', '--noEmit'],
  ['types of JavaScript', 'typescript/bin/tsc', '-p', 'scripts'],
];

/** Checks format, lint and types: each counts as one test. */
export function checkSources() {
  const totals = totalsOf('sources');
  for (const [name, script, ...args] of CHECKS) {
    const { status, stdout, stderr } = runScript(`node_modules/${script}`, args, { stdio: 'pipe' });
    totals[status === 0 ? 'passed' : 'failed']++;
    if (status !== 0) console.log(`${name}:\n${stdout}${stderr}`);
  }
  return totals;
}
