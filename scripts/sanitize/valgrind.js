import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../build/files.js';
import { findCommand } from '../guest/commands.js';

const ADDON = join(ROOT, 'build/Release/alsa_mmap.node');
const LIFETIMES = join(ROOT, 'scripts/sanitize/lifetimes.js');
const FOUND_EXIT = 99;
const OPTIONS = [
  // V8 writes the code that it runs.
  '--smc-check=all-non-file',
  '--leak-check=full',
  '--show-leak-kinds=definite',
  // Those of Node are not ours: what is lost is searched for our frames.
  '--errors-for-leak-kinds=none',
  '--num-callers=30',
  `--suppressions=${join(ROOT, 'scripts/sanitize/valgrind.supp')}`,
  `--error-exitcode=${FOUND_EXIT}`,
];

/** The lifetimes under valgrind: no access that is not allowed, and nothing lost. One test. */
export function runUnderValgrind() {
  const totals = { name: 'valgrind', passed: 0, failed: 0, skipped: 0 };
  if (!findCommand('valgrind')) {
    console.log('SKIPPED: valgrind is missing; sudo apt-get install -y valgrind');
    return { ...totals, skipped: 1 };
  }
  const words = [...OPTIONS, process.execPath, '--expose-gc', LIFETIMES, ADDON];
  const { status, stdout, stderr } = spawnSync('valgrind', words, {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const ours = lossesOf(stderr).filter((loss) => loss.includes('alsa_mmap') && !isCutShort(loss));
  if (status === 0 && ours.length === 0) return { ...totals, passed: 1 };
  console.log(`valgrind ended with ${status}:\n${stdout}${ours.join('\n') || stderr}`);
  return { ...totals, failed: 1 };
}

/** Each loss with its stack, out of valgrind's report. */
function lossesOf(report) {
  return report
    .split(/^==\d+== *$/m)
    .filter((paragraph) => paragraph.includes('are definitely lost in loss record'));
}

/** node-addon-api drops the one object that a worker was making when it was terminated. */
function isCutShort(loss) {
  const [what, , maker] = loss.trim().split('\n');
  return what.includes(' in 1 blocks ') && maker?.includes('::ConstructorCallbackWrapper(');
}
