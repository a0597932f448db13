import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ADDON } from '../build/addon.js';
import { findCommand } from '../guest/commands.js';
import { ROOT } from '../project.js';
import { skippedWithout, totalsOf } from '../test/totals.js';

const LIFETIMES = join(ROOT, 'scripts/sanitize/lifetimes.js');
/** Exit code of valgrind after an invalid access. */
const ERROR_EXIT = 99;
const OPTIONS = [
  // V8 generates the code that it runs.
  '--smc-check=all-non-file',
  '--leak-check=full',
  '--show-leak-kinds=definite',
  // Node leaks too: only losses with a frame of the addon count.
  '--errors-for-leak-kinds=none',
  '--num-callers=30',
  `--suppressions=${join(ROOT, 'scripts/sanitize/valgrind.supp')}`,
  `--error-exitcode=${ERROR_EXIT}`,
];

/** Runs the lifetimes under valgrind: no invalid access, no leak. Counts as one test. */
export function runUnderValgrind() {
  if (!findCommand('valgrind')) return skippedWithout('valgrind', ['valgrind']);
  const words = [...OPTIONS, process.execPath, '--expose-gc', LIFETIMES, join(ROOT, ADDON)];
  const { status, stdout, stderr } = spawnSync('valgrind', words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const ours = lossesOf(stderr).filter((loss) => loss.includes('alsa_mmap') && !isCutShort(loss));
  if (status === 0 && ours.length === 0) return totalsOf('valgrind', { passed: 1 });
  console.log(`valgrind ended with ${status}:\n${stdout}${ours.join('\n') || stderr}`);
  return totalsOf('valgrind', { failed: 1 });
}

/**
 * Splits valgrind's report into the losses, each with its stack.
 * @param {string} report
 */
function lossesOf(report) {
  return report
    .split(/^==\d+== *$/m)
    .filter((paragraph) => paragraph.includes('are definitely lost in loss record'));
}

/**
 * True for the one object that node-addon-api leaks if a worker is terminated in its constructor.
 * @param {string} loss
 */
function isCutShort(loss) {
  const [summary, , caller] = loss.trim().split('\n');
  return summary.includes(' in 1 blocks ') && caller?.includes('::ConstructorCallbackWrapper(');
}
