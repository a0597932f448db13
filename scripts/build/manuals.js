import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newestMs, ROOT } from './files.js';

/** Writes the OPTIONS and EXAMPLES of each manual page from the option tables, if they changed. */
export async function buildManuals() {
  const man = join(ROOT, 'man');
  const stamp = join(ROOT, 'dist/manuals');
  if (newestMs(join(ROOT, 'src/cli'), man) < newestMs(stamp)) return;
  const { build } = await import('rolldown');
  // Below ROOT, so that the bundle finds its packages.
  const directory = mkdtempSync(join(ROOT, 'dist/manual-'));
  try {
    const input = Object.fromEntries(
      ['manual', 'commands'].map((name) => [name, join(ROOT, `src/cli/${name}.ts`)]),
    );
    await build({
      cwd: ROOT,
      input,
      platform: 'node',
      external: [/^[^./]/, /^node:/],
      output: { dir: directory, format: 'esm', entryFileNames: '[name].js' },
      logLevel: 'silent',
    });
    const load = (name) => import(pathToFileURL(join(directory, `${name}.js`)).href);
    const { updateManual } = await load('manual');
    const { COMMANDS } = await load('commands');
    for (const { name, load: loadCommand } of COMMANDS) {
      const file = join(man, `alsa-mmap-${name}.1`);
      const page = readFileSync(file, 'utf8');
      const updated = updateManual(page, await loadCommand());
      if (updated !== page) writeFileSync(file, updated);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  writeFileSync(stamp, '');
}
