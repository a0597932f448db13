import { join } from 'node:path';
import { newestMs, ROOT, runScript } from '../project.js';

/** Writes the declarations of the entry points and what they use to dist/types. */
export function buildTypes() {
  const built = newestMs(join(ROOT, 'dist/types/index.d.ts'));
  if (newestMs(join(ROOT, 'src'), join(ROOT, 'tsconfig.json')) < built) return;
  const args = ['-p', 'scripts/build/tsconfig.types.json'];
  const { status } = runScript('node_modules/typescript/bin/tsc', args);
  if (status !== 0) throw new Error('cannot write the declarations: see the errors above');
}
