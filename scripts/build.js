/** Builds what is out of date: the addon, dist/, the examples, the manuals and the declarations. */

import { buildApiDocs } from './api-docs/write.js';
import { buildAddon } from './build/addon.js';
import { buildBundles, buildExamples } from './build/bundles.js';
import { buildManuals } from './build/manuals.js';
import { buildTypes } from './build/types.js';
import { parseOptions, runCommand } from './command-line.js';

await runCommand('npm run build', async (args) => {
  const options = { 'no-types': { type: /** @type {const} */ ('boolean') } };
  const { 'no-types': skipsTypes } = parseOptions({ args, options }).values;
  buildAddon();
  await buildBundles();
  await buildExamples();
  await buildManuals();
  if (!skipsTypes) {
    buildTypes();
    await buildApiDocs();
  }
  return 0;
});
