/**
 * Compares the cost of a read of the shared memory from JavaScript with the same read in C. The
 * cases alternate within one run, so that other load affects them equally.
 *
 * Runs on each supported version of Node, and prints one table.
 *
 *   npm run bench -- core             the first device, with SYNC_PTR; else pages of a file
 *   npm run bench -- core hw:1        this device
 *   npm run bench -- core --here ...  on this Node, in more detail
 */

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { parseOptions, runCommand } from '../scripts/command-line.js';
import { allNodes } from '../scripts/nodes.js';
import { benchDevice } from './core/bench-device.js';
import { coreCases } from './core/cases.js';
import { measure } from './core/measure.js';
import { printComparison, printReport } from './core/report.js';

await runCommand('bench core', async (args) => {
  const { values, positionals } = parseOptions({
    args,
    allowPositionals: true,
    options: {
      here: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.here) return measureHere(positionals[0], values.json);
  const runs = [];
  for (const node of await allNodes()) {
    const words = [...process.execArgv, process.argv[1], '--here', '--json', ...positionals];
    const { status, stdout } = spawnSync(node, words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status !== 0) return status ?? 1;
    runs.push(JSON.parse(stdout));
  }
  printComparison(runs);
  return 0;
});

/**
 * @param {string | undefined} name
 * @param {boolean} json
 */
async function measureHere(name, json) {
  const addon = createRequire(import.meta.url)('../build/Release/alsa_mmap.node');
  const device = await benchDevice(name, addon);
  const { title } = device;
  try {
    const results = measure(coreCases(device, addon));
    if (json) console.log(JSON.stringify({ node: process.version, title, results }));
    else printReport(results, title);
  } finally {
    device.close();
  }
  return 0;
}
