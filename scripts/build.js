/** Builds what is out of date: addon, dist/, examples, manuals, declarations and docs/api/. */

import { buildApiDocs } from './api-docs/write.js';
import { buildAddon } from './build/addon.js';
import { buildBundles, buildExamples } from './build/bundles.js';
import { buildManuals } from './build/manuals.js';
import { buildTypes } from './build/types.js';

const quick = process.argv.includes('--no-types');
buildAddon();
await buildBundles();
await buildExamples();
await buildManuals();
if (!quick) {
  buildTypes();
  await buildApiDocs();
}
