import { channelAreas } from './area-checks.js';
import {
  bufferSizes,
  channels,
  formats,
  periodSizes,
  rates,
  twoPeriods,
} from './capability-checks.js';
import type { Check } from './check.js';
import { drainEnd, drainTime, silence } from './drain-checks.js';
import {
  hwFree,
  initialState,
  pageMapping,
  pageValues,
  ringZero,
  syncPtrFlags,
} from './memory-checks.js';
import { pause, pauseFlag, pauseRelease } from './pause-checks.js';
import {
  batchFlag,
  pointerBoundary,
  pointerMoves,
  pointerOrder,
  pointerRate,
  pointerSteps,
} from './pointer-checks.js';
import { avail, delay, triggerTime } from './position-checks.js';
import {
  drop,
  prepare,
  prepareRunning,
  reopen,
  start,
  startEmpty,
  startTime,
  startTwice,
} from './start-checks.js';
import {
  timestampAdvance,
  timestampAge,
  timestampClock,
  timestampOrder,
  timestampSet,
  timestampStart,
} from './timestamp-checks.js';
import { noPeriodWakeup, pollWaits, pollWakes } from './waiting-checks.js';
import { xrun, xrunCalls, xrunPoll, xrunPrepare } from './xrun-checks.js';

const CAPABILITIES = [formats, channels, rates, periodSizes, bufferSizes, twoPeriods];
const MEMORY = [
  initialState,
  ringZero,
  pageMapping,
  channelAreas,
  syncPtrFlags,
  pageValues,
  hwFree,
];
const POINTER = [pointerMoves, pointerOrder, pointerSteps, pointerRate, pointerBoundary, batchFlag];
const TIMESTAMPS = [
  timestampSet,
  timestampClock,
  timestampOrder,
  timestampAdvance,
  timestampAge,
  timestampStart,
];
const POSITION = [avail, delay, triggerTime];
const STATES = [
  start,
  startTime,
  startEmpty,
  startTwice,
  prepareRunning,
  drop,
  prepare,
  pauseFlag,
  pause,
  pauseRelease,
  drainEnd,
  drainTime,
  reopen,
  silence,
];
const XRUNS = [xrun, xrunCalls, xrunPoll, xrunPrepare];
const WAITING = [pollWaits, pollWakes, noPeriodWakeup];

/** All checks, in the order of a run. */
export const CHECKS: readonly Check[] = [
  ...CAPABILITIES,
  ...MEMORY,
  ...POINTER,
  ...TIMESTAMPS,
  ...POSITION,
  ...STATES,
  ...XRUNS,
  ...WAITING,
];
