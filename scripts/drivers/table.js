import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../project.js';
import { withDevices } from './devices.js';
import { matrixMarkdown } from './markdown.js';
import { matrixOf } from './matrix.js';
import { storedRuns } from './runs.js';

const PAGE = join(ROOT, 'docs/drivers.md');
const MARKER = '<!-- generated below: npm run drivers -- table -->';

/** Replaces the table of docs/drivers.md, from the results that the test runs stored. */
export async function writeTable() {
  const runs = await withDevices(storedRuns());
  const page = readFileSync(PAGE, 'utf8');
  const at = page.indexOf(MARKER);
  if (at < 0) throw new Error(`docs/drivers.md has no line "${MARKER}"`);
  const text = page.slice(0, at + MARKER.length);
  writeFileSync(PAGE, `${text}\n\n${matrixMarkdown(runs, matrixOf(runs))}\n`);
  return 0;
}
