import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newestMs, ROOT } from '../project.js';

const DIRECTORY = join(ROOT, 'docs/api');

/** Pages of docs/api/ by file name, and the public names that lack documentation. */
export async function renderApiDocs() {
  // TypeDoc takes a second to load.
  const { convertApi, ENTRIES, findMissing } = await import('./convert.js');
  const { renderModule } = await import('./render.js');
  const modules = await convertApi();
  const pages = new Map(
    ENTRIES.map(
      (entry, index) => /** @type {const} */ ([`${entry}.md`, renderModule(modules[index])]),
    ),
  );
  return { pages, missing: findMissing(modules) };
}

/** Writes docs/api/ if a source is newer. */
export async function buildApiDocs() {
  const sources = newestMs(join(ROOT, 'src'), join(ROOT, 'scripts/api-docs'));
  if (sources >= newestMs(join(DIRECTORY, 'index.md'))) await writeApiDocs();
}

/** Writes docs/api/; returns the public names that lack documentation. */
export async function writeApiDocs() {
  const { pages, missing } = await renderApiDocs();
  mkdirSync(DIRECTORY, { recursive: true });
  for (const [name, page] of pages) writeFileSync(join(DIRECTORY, name), page);
  return missing;
}
