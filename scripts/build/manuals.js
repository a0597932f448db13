import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newestMs, ROOT } from '../project.js';

/** Writes OPTIONS and EXAMPLES of each manual page from the option tables, if they changed. */
export async function buildManuals() {
  const man = join(ROOT, 'man');
  const stamp = join(ROOT, 'dist/manuals');
  if (newestMs(join(ROOT, 'src/cli'), join(ROOT, 'scripts/build'), man) < newestMs(stamp)) return;
  const { importTypeScript } = await import('./typescript.js');
  /** @type {typeof import('./manual-page.js')} */
  const { updateManual } = await importTypeScript('scripts/build/manual-page.ts');
  /** @type {typeof import('../../src/cli/commands.js')} */
  const { COMMANDS } = await importTypeScript('src/cli/commands.ts');
  for (const { name, load } of COMMANDS) {
    const file = join(man, `alsa-mmap-${name}.1`);
    const page = readFileSync(file, 'utf8');
    const updated = updateManual(page, await load());
    if (updated !== page) writeFileSync(file, updated);
  }
  writeFileSync(stamp, '');
}
