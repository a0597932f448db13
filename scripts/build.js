/** Builds what is out of date: the addon, dist/, the examples, the manuals and the declarations. */

import { buildAddon } from './build/addon.js';
import { buildBundles, buildExamples } from './build/bundles.js';
import { buildManuals } from './build/manuals.js';
import { buildTypes } from './build/types.js';

const quick = process.argv.includes('--no-types');
buildAddon();
await buildBundles();
await buildExamples();
await buildManuals();
if (!quick) buildTypes();
