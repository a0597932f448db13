import { type PointerColumns, UpdateKind } from '../pointer/samples.js';
import { medianSlope } from '../statistic/robust-line.js';
import { slopeInterval } from '../statistic/slope-interval.js';
import type { Check } from './bench.js';
import { fail, pass, skip } from './verdict.js';

/** Allowance for an interrupt that comes late while the next one is on time. */
const STEP_TOLERANCE_MS = 20;
const MAX_RATE_ERROR_PERCENT = 1;
/** Minimum length for which the rate is not hidden by the steps at both ends. */
const MIN_RATE_PERIODS = 10;
const MIN_RATE_UPDATES = 16;
const BOUNDARY_RINGS = 3;
const BOUNDARY_TIMEOUT_MS = 1000;

export const POINTER_CHECKS: readonly Check[] = [
  {
    name: 'pointer-moves',
    rule: 'hw_ptr moves while the stream is RUNNING',
    async run(bench) {
      const { faults, rows } = await bench.watched();
      const stuck = faults.faults.find(({ what }) => what === 'stuck');
      if (stuck === undefined) return pass(`${rows.frame.length - 1} updates`);
      const seconds = (stuck.durationNs / 1e9).toFixed(2);
      return fail(`hw_ptr did not move for ${seconds} s`, stuck.atFrame);
    },
  },
  {
    name: 'pointer-order',
    rule: 'hw_ptr never moves backward',
    run: (bench) =>
      bench.onWatched(({ faults, rows }) => {
        const back = faults.faults.find(({ what }) => what === 'backward');
        if (back === undefined) return pass(`${rows.frame.length - 1} updates, all forward`);
        return fail(`hw_ptr moved back by ${back.frames} frames`, back.atFrame);
      }),
  },
  {
    name: 'pointer-steps',
    rule:
      'no step of hw_ptr exceeds the elapsed time by more than a period and ' +
      `${STEP_TOLERANCE_MS} ms`,
    run: (bench) =>
      bench.onWatched(({ faults, params }) => {
        const limit = params.periodSize + (STEP_TOLERANCE_MS * params.rateHz) / 1000;
        const jump = faults.faults.find(({ what, frames }) => what === 'jump' && frames > limit);
        if (jump === undefined) {
          return pass(`at most ${faults.largestLeadFrames.toFixed(0)} frames ahead of time`);
        }
        return fail(`hw_ptr jumped ${jump.frames} frames ahead of time`, jump.atFrame);
      }),
  },
  {
    name: 'pointer-rate',
    rule: `hw_ptr advances at the negotiated rate, within ${MAX_RATE_ERROR_PERCENT} %`,
    run: (bench) =>
      bench.onWatched(({ params, rows, timeNs, faults }) => {
        const { periodSize, rateHz: nominalHz } = params;
        const { frame } = rows;
        const seen = frame[frame.length - 1]! - frame[0]!;
        const isShort = seen < MIN_RATE_PERIODS * periodSize || frame.length < MIN_RATE_UPDATES;
        if (isShort) return skip('too few periods were seen');
        const updates = likeUpdates(rows);
        const [x, y] = [updates.map((row) => timeNs[row]!), updates.map((row) => frame[row]!)];
        const { low, high } = slopeInterval(x, y);
        // A single fault affects a third of the slopes, and not their median.
        const hasFault = faults.faults.length > 0;
        const rateHz = (hasFault ? medianSlope(x, y, x.length >> 2) : (low + high) / 2) * 1e9;
        const error = (rateHz / nominalHz - 1) * 100;
        const reach = ((high - low) / 2 / nominalHz) * 1e11;
        const percent = `${error < 0 ? '' : '+'}${error.toFixed(2)} +- ${reach.toFixed(2)} %`;
        const text = `${rateHz.toFixed(1)} Hz, ${percent} of ${nominalHz} Hz`;
        if (Math.abs(error) <= MAX_RATE_ERROR_PERCENT) return pass(text);
        const isCertain = Math.abs(error) - reach > MAX_RATE_ERROR_PERCENT;
        return isCertain ? fail(`hw_ptr advances at ${text}`) : skip(`not certain: ${text}`);
      }),
  },
  {
    name: 'pointer-boundary',
    rule: 'hw_ptr stays below the boundary',
    run: (bench) =>
      bench.onRunning({ stopThreshold: 'never' }, (stream) => {
        const { io } = stream;
        const half = io.bufferSize >> 1;
        const limitMs = BOUNDARY_TIMEOUT_MS + stream.framesMs(BOUNDARY_RINGS * io.bufferSize);
        let followed = 0;
        let beyond: number | undefined;
        bench.deadline.until(limitMs, () => {
          const hwPtr = stream.updateHwPtr();
          if (hwPtr >= io.boundary) beyond = hwPtr;
          // Half a ring at a time keeps avail within the ring while the pointer wraps.
          if (beyond === undefined && io.avail() >= half) {
            io.commit(half);
            followed += half;
          }
          return beyond !== undefined || followed >= BOUNDARY_RINGS * io.bufferSize;
        });
        if (beyond === undefined) return pass(`below it for ${followed} frames`);
        return fail(`hw_ptr ${beyond}, boundary ${io.boundary}`, beyond);
      }),
  },
  {
    name: 'batch-flag',
    rule: 'a driver whose pointer moves by whole periods only sets INFO BATCH',
    run: (bench) =>
      bench.onWatched(({ pointer: { granularity, blockFrames, claims } }) => {
        if (granularity === 'unknown') return skip('hw_ptr moved too seldom to tell');
        const steps = granularity === 'frame' ? 'single frames' : `up to ${blockFrames} frames`;
        const text = `steps of ${steps}, BATCH ${claims.batch ? 'set' : 'not set'}`;
        return granularity !== 'period' || claims.batch ? pass(text) : fail(text);
      }),
  },
];

/**
 * Rows of one kind of update: those by queries, or all after the start if these are few. A pointer
 * that moves in blocks is exact at a query, and late at an interrupt.
 */
function likeUpdates({ kind }: PointerColumns): number[] {
  const rows = Array.from(kind, (_, row) => row).slice(1);
  const queried = rows.filter((row) => kind[row] === UpdateKind.ASKED);
  return queried.length < MIN_RATE_UPDATES ? rows : queried;
}
