import { afterEach, expect, it, vi } from 'vitest';
import { chalkFor } from '../../../src/cli/text/colors.js';

afterEach(() => vi.unstubAllEnvs());

it.each([
  [{ FORCE_COLOR: '1' }, false, 1],
  [{ FORCE_COLOR: '1', TERM: 'dumb' }, false, 1],
  [{ FORCE_COLOR: '0' }, false, 0],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, 0],
  [{ FORCE_COLOR: '1' }, true, 0],
])('colours with %o and noColor %s: level %i', (environment, noColor, level) => {
  vi.stubEnv('NO_COLOR', '');
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  expect(chalkFor({ noColor }).level).toBe(level);
});
