/** `bench.js NAME [WORDS]`: builds, then runs bench/NAME.js with the flags to count heap bytes. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './build/files.js';

const built = spawnSync(process.execPath, [join(ROOT, 'scripts/build.js'), '--no-types'], {
  stdio: 'inherit',
});
if (built.status !== 0) process.exit(built.status ?? 1);
const [name, ...words] = process.argv.slice(2);
const flags = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64'];
const { status } = spawnSync(
  process.execPath,
  [...flags, join(ROOT, `bench/${name}.js`), ...words],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
