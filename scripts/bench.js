/** `npm run bench -- NAME [OPTIONS]`: builds, then runs bench/NAME.js. */

import { choose, runCommand } from './command-line.js';
import { runScript } from './project.js';

const BENCHMARKS = {
  core: 'bench/core.js',
  words: 'bench/words.js',
  rivals: 'bench/rivals.js',
  wakes: 'bench/wakes.js',
  'start-up': 'bench/start-up.js',
  top: 'bench/top.js',
  growth: 'bench/growth.js',
};
/** A young generation large enough to count the bytes that a call leaves on the heap. */
const HEAP = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];

await runCommand('npm run bench', ([name, ...words]) => {
  const script = choose('benchmark', BENCHMARKS, name);
  const built = runScript('scripts/build.js', ['--no-types']);
  if (built.status !== 0) return built.status ?? 1;
  const { status } = runScript(script, words, { flags: HEAP, stdio: 'inherit' });
  return status ?? 1;
});
