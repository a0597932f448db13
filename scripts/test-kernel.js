/** The tests on a real kernel only: inside the guest, then what its sound cards played. */

import { setUp } from './setup/set-up.js';
import { runKernelTests } from './test/kernel-tests.js';
import { reportTotals } from './test/totals.js';

process.exitCode = (await setUp({ forTests: true })) || reportTotals(await runKernelTests());
