/** The tests that take minutes and gigabytes. No part of `npm test`. */

import { setUp } from './setup/set-up.js';
import { reportTotals } from './test/totals.js';
import { runVitest } from './test/vitest.js';

process.exitCode = (await setUp({ forTests: true })) || reportTotals([await runVitest('long')]);
