/**
 * What a read of the shared memory costs from JavaScript, beside the same read in C: in one run, the
 * cases in turn, so that what the machine does meanwhile meets all of them.
 *
 *   npm run bench:core              the first device, SYNC_PTR included; without sound, pages of a file
 *   npm run bench:core -- hw:1      the device named
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
