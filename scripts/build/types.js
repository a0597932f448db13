import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { newestMs, ROOT } from './files.js';

/** Writes the declarations of src/ to dist/types, for programs that use the library. */
export function buildTypes() {
  const made = newestMs(join(ROOT, 'dist/types/index.d.ts'));
  if (newestMs(join(ROOT, 'src'), join(ROOT, 'tsconfig.json')) < made) return;
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', 'scripts/build/tsconfig.types.json'];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('the types are wrong: see above');
}
