/** The pages that the build writes: a clean clone builds the ones that are committed. */

import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { ROOT } from '../cli/program.js';

/** Changed files below these folders, one a line; undefined without a repository. */
function uncommitted(...folders: readonly string[]): string | undefined {
  const words = ['status', '--porcelain', '--', ...folders];
  const { status, stdout } = spawnSync('git', words, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout : undefined;
}

it('docs/api and man are committed with the sources that they are made of', ({ skip }) => {
  skip(uncommitted('src', 'scripts') !== '', 'the sources themselves are not committed yet');
  expect(uncommitted('docs/api', 'man')).toBe('');
});
