/** Builds what is out of date: the addon, the bundles of dist/, the examples, and with --types the declarations. */

import { buildAddon } from './build/addon.js';
import { buildBundles, buildExamples } from './build/bundles.js';
import { buildTypes } from './build/types.js';

const quick = process.argv.includes('--no-types');
buildAddon();
await buildBundles();
await buildExamples();
if (!quick) buildTypes();
