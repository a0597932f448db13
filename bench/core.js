/**
 * Compares the cost of a read of the shared memory from JavaScript with the same read in C. The
 * cases alternate within one run, so that other load affects them equally.
 *
 *   npm run bench -- core           the first device, with SYNC_PTR; else pages of a file
 *   npm run bench -- core hw:1      this device
 */

import { createRequire } from 'node:module';
import { benchDevice } from './core/bench-device.js';
import { coreCases } from './core/cases.js';
import { measure } from './core/measure.js';
import { printReport } from './core/report.js';

const addon = createRequire(import.meta.url)('../build/Release/alsa_mmap.node');
const device = await benchDevice(process.argv[2], addon);
const cases = coreCases(device, addon);
try {
  printReport(measure(cases), device.title);
} finally {
  device.close();
}
