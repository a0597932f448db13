import { areas } from './memory/areas.js';
import { fresh } from './memory/fresh.js';
import { hwFree } from './memory/hw-free.js';
import { pageIoctl } from './memory/page-ioctl.js';
import { pages } from './memory/pages.js';
import { ringZero } from './memory/ring-zero.js';
import { syncPtr } from './memory/sync-ptr.js';
import { bufferSizes } from './offers/buffer-sizes.js';
import { channels } from './offers/channels.js';
import { formats } from './offers/formats.js';
import { periodSizes } from './offers/period-sizes.js';
import { rates } from './offers/rates.js';
import { twoPeriods } from './offers/two-periods.js';
import { batchClaim } from './pointer/batch-claim.js';
import { pointerBoundary } from './pointer/pointer-boundary.js';
import { pointerMoves } from './pointer/pointer-moves.js';
import { pointerOrder } from './pointer/pointer-order.js';
import { pointerRate } from './pointer/pointer-rate.js';
import { pointerSteps } from './pointer/pointer-steps.js';
import { avail } from './position/avail.js';
import { delay } from './position/delay.js';
import { triggerTime } from './position/trigger-time.js';
import { stampAdvance } from './stamps/stamp-advance.js';
import { stampAge } from './stamps/stamp-age.js';
import { stampClock } from './stamps/stamp-clock.js';
import { stampOrder } from './stamps/stamp-order.js';
import { stampSet } from './stamps/stamp-set.js';
import { stampStart } from './stamps/stamp-start.js';
import { drainEnd } from './state/drain-end.js';
import { drainTime } from './state/drain-time.js';
import { pause } from './state/pause.js';
import { pauseClaim } from './state/pause-claim.js';
import { pauseRelease } from './state/pause-release.js';
import { prepare } from './state/prepare.js';
import { prepareRunning } from './state/prepare-running.js';
import { reopen } from './state/reopen.js';
import { silence } from './state/silence.js';
import { start } from './state/start.js';
import { startEmpty } from './state/start-empty.js';
import { startTime } from './state/start-time.js';
import { startTwice } from './state/start-twice.js';
import { stop } from './state/stop.js';
import type { Check } from './verdict.js';
import { noWakeup } from './waiting/no-wakeup.js';
import { pollWaits } from './waiting/poll-waits.js';
import { pollWakes } from './waiting/poll-wakes.js';
import { xrun } from './xrun/xrun.js';
import { xrunCalls } from './xrun/xrun-calls.js';
import { xrunPoll } from './xrun/xrun-poll.js';
import { xrunPrepare } from './xrun/xrun-prepare.js';

/** All checks, in the order in which they are made. */
export const CHECKS: readonly Check[] = [
  // What the device offers.
  formats,
  channels,
  rates,
  periodSizes,
  bufferSizes,
  twoPeriods,
  // What it shares.
  fresh,
  ringZero,
  pages,
  areas,
  syncPtr,
  pageIoctl,
  hwFree,
  // How its pointer moves.
  pointerMoves,
  pointerOrder,
  pointerSteps,
  pointerRate,
  pointerBoundary,
  batchClaim,
  // Its timestamps.
  stampSet,
  stampClock,
  stampOrder,
  stampAdvance,
  stampAge,
  stampStart,
  // Where it says that it is.
  avail,
  delay,
  triggerTime,
  // From state to state.
  start,
  startTime,
  startEmpty,
  startTwice,
  prepareRunning,
  stop,
  prepare,
  pauseClaim,
  pause,
  pauseRelease,
  drainEnd,
  drainTime,
  reopen,
  silence,
  // When it runs dry, or over.
  xrun,
  xrunCalls,
  xrunPoll,
  xrunPrepare,
  // Who waits for it.
  pollWaits,
  pollWakes,
  noWakeup,
];
