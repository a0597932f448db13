/** test/kernel/why-healthy.test.ts, in a guest whose clock counts instructions. */

import { expect, it } from 'vitest';
import { runInGuest } from '../../scripts/guest/run.js';
import { ROOT } from '../cli/program.js';

it('reports no account of healthy streams', async () => {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'kernel', '--retry=0'];
  const { exitCode } = await runInGuest({
    command: ['node', ...vitest, 'test/kernel/why-healthy.test.ts'],
    cwd: ROOT,
    cards: ['ac97'],
    icount: true,
    timeoutSeconds: 1700,
  });
  expect(exitCode).toBe(0);
});
