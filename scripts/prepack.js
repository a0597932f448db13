/** Makes the package whole before `npm pack` and `npm publish`, also in a fresh clone. */

import { join } from 'node:path';
import { runCommand } from './command-line.js';
import { ROOT } from './project.js';
import { setUp } from './setup/set-up.js';

await runCommand('prepack', async () => {
  const code = await setUp();
  if (code !== 0) return code;
  const { buildPrebuilds } = await import('./build/prebuilds.js');
  await buildPrebuilds(join(ROOT, 'prebuilds'));
  return 0;
});
