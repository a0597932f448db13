import type { Check } from './bench.js';
import { CAPABILITY_CHECKS } from './capability-checks.js';
import { END_CHECKS } from './end-checks.js';
import { MEMORY_CHECKS } from './memory-checks.js';
import { PAUSE_CHECKS } from './pause-checks.js';
import { POINTER_CHECKS } from './pointer-checks.js';
import { POSITION_CHECKS } from './position-checks.js';
import { START_CHECKS } from './start-checks.js';
import { TIMESTAMP_CHECKS } from './timestamp-checks.js';
import { WAITING_CHECKS } from './waiting-checks.js';
import { XRUN_CHECKS } from './xrun-checks.js';

/** All checks, in the order of a run. */
export const CHECKS: readonly Check[] = [
  ...CAPABILITY_CHECKS,
  ...MEMORY_CHECKS,
  ...POINTER_CHECKS,
  ...TIMESTAMP_CHECKS,
  ...POSITION_CHECKS,
  ...START_CHECKS,
  ...PAUSE_CHECKS,
  ...END_CHECKS,
  ...XRUN_CHECKS,
  ...WAITING_CHECKS,
];
