import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../build/files.js';

const CHECKS = [
  ['format and lint', '@biomejs/biome/bin/biome', 'check', '.'],
  ['types', 'typescript/bin/tsc', '--noEmit'],
];

/** Format, lint and types: each counts as one test. */
export function checkSources() {
  const totals = { name: 'sources', passed: 0, failed: 0, skipped: 0 };
  for (const [name, script, ...args] of CHECKS) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules', script), ...args],
      { cwd: ROOT, encoding: 'utf8' },
    );
    if (status === 0) totals.passed++;
    else {
      totals.failed++;
      console.log(`${name}:\n${stdout}${stderr}`);
    }
  }
  return totals;
}
