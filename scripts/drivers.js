/**
 * Writes the table of docs/drivers.md from the results of the conformance suite that `npm test` and
 * `npm run test:long` stored.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build/files.js';
import { withDevices } from './drivers/devices.js';
import { matrixMarkdown } from './drivers/markdown.js';
import { matrixOf } from './drivers/matrix.js';
import { keptRuns } from './drivers/runs.js';

const PAGE = join(ROOT, 'docs/drivers.md');
const BEGIN = '<!-- from here: npm run drivers -->';

const runs = await withDevices(keptRuns());
const page = readFileSync(PAGE, 'utf8');
const kept = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
writeFileSync(PAGE, `${kept}\n\n${matrixMarkdown(runs, matrixOf(runs))}\n`);
