import { PcmState, stateName } from '../../device/pcm-state.js';
import { signedStep } from '../pointer-track.js';
import type { Check, CheckBench } from './bench.js';
import type { CheckStream } from './stream.js';
import {
  errnoOf,
  errnoText,
  fail,
  PLAYBACK_ONLY,
  POINTER_STALLED,
  pass,
  skip,
  type Verdict,
} from './verdict.js';

const START_PERIODS = 4;
const START_TOLERANCE_MS = 200;
/** A USB driver queues frames for some milliseconds. */
const AHEAD_MS = 20;
const LEAD_PERIODS = 3;
const RING_PERIODS = 8;
/** Position in the ring at which a DMA engine that is not reset shows best. */
const STOP_RINGS = 0.75;

export const START_CHECKS: readonly Check[] = [
  {
    name: 'start',
    rule: 'START of a primed stream succeeds, and the state is RUNNING at once',
    run: (bench) =>
      bench.withStream({ stopThreshold: 'never' }, (stream) => {
        stream.prime();
        const errno = errnoOf(() => stream.device.start());
        if (errno !== undefined) return fail(`START: ${errno}`, 0);
        const state = stream.io.state();
        return state === PcmState.RUNNING ? pass('RUNNING') : fail(`state ${stateName(state)}`, 0);
      }),
  },
  {
    name: 'start-time',
    rule: `hw_ptr moves within ${START_PERIODS} periods and ${START_TOLERANCE_MS} ms after START`,
    run: (bench) =>
      bench.onPrepared({ stopThreshold: 'never' }, (stream) => {
        const limitMs =
          stream.framesMs(START_PERIODS * stream.params.periodSize) + START_TOLERANCE_MS;
        stream.start();
        const beganNs = bench.deadline.nowNs();
        if (!stream.awaitMoving()) return fail('hw_ptr did not move', 0);
        const tookMs = (bench.deadline.nowNs() - beganNs) / 1e6;
        const text = `hw_ptr moved ${tookMs.toFixed(1)} ms after START`;
        return tookMs > limitMs ? fail(`${text}, limit ${limitMs.toFixed(0)} ms`, 0) : pass(text);
      }),
  },
  {
    name: 'start-burst',
    rule: `after START hw_ptr is ahead of the time by less than a period and ${AHEAD_MS} ms`,
    run: (bench) =>
      bench.onPrepared({ stopThreshold: 'never' }, (stream) => judgeLead(bench, stream)),
  },
  {
    name: 'start-empty',
    rule: 'START of an empty playback stream fails with EPIPE',
    async run(bench) {
      if (!bench.isPlayback) return PLAYBACK_ONLY;
      return bench.withStream({}, (stream) =>
        judgeRefusal(stream, () => stream.device.start(), 'EPIPE', PcmState.PREPARED),
      );
    },
  },
  {
    name: 'start-twice',
    rule: 'START of a running stream fails with EBADFD, and the stream stays RUNNING',
    run: (bench) =>
      bench.withStream({ stopThreshold: 'never' }, (stream) => {
        stream.start();
        return judgeRefusal(stream, () => stream.device.start(), 'EBADFD', PcmState.RUNNING);
      }),
  },
  {
    name: 'prepare-running',
    rule: 'PREPARE of a running stream fails with EBUSY, and the stream stays RUNNING',
    run: (bench) =>
      bench.withStream({ stopThreshold: 'never' }, (stream) => {
        stream.start();
        return judgeRefusal(stream, () => stream.device.prepare(), 'EBUSY', PcmState.RUNNING);
      }),
  },
  {
    name: 'drop',
    rule: 'after DROP the state is SETUP, hw_ptr stays, HWSYNC and START fail with EBADFD',
    run: (bench) =>
      bench.onRunning({ stopThreshold: 'never' }, (stream) => {
        const { device, io } = stream;
        device.drop();
        const [state, hwPtr] = [io.state(), io.hwPtr()];
        if (state !== PcmState.SETUP) return fail(`state ${stateName(state)}`, hwPtr);
        const moved = stream.framesMoved();
        if (moved !== 0) return fail(`hw_ptr moved by ${moved} frames`, hwPtr);
        const hwsyncErrno = errnoOf(() => io.hwsync());
        const startErrno = errnoOf(() => device.start());
        if (hwsyncErrno === 'EBADFD' && startErrno === 'EBADFD') return pass('SETUP, hw_ptr stays');
        return fail(`HWSYNC: ${errnoText(hwsyncErrno)}, START: ${errnoText(startErrno)}`, hwPtr);
      }),
  },
  {
    name: 'prepare',
    rule: 'PREPARE of a stopped stream leads to PREPARED, with both pointers at 0',
    run: (bench) =>
      bench.onRunning({ stopThreshold: 'never' }, ({ device, io }) => {
        device.drop();
        const stopped = io.hwPtr();
        device.prepare();
        const [state, hwPtr, applPtr] = [io.state(), io.hwPtr(), io.applPtr()];
        if (state !== PcmState.PREPARED) return fail(`state ${stateName(state)}`, stopped);
        if (hwPtr !== 0 || applPtr !== 0) {
          return fail(`hw_ptr ${hwPtr}, appl_ptr ${applPtr}`, stopped);
        }
        return pass(`hw_ptr 0, before ${stopped}`);
      }),
  },
  {
    name: 'prepare-dma',
    rule: 'after PREPARE in the middle of the ring the DMA engine begins at its start again',
    run: (bench) => {
      const ring = { bufferSize: { frames: RING_PERIODS * bench.params.periodSize } };
      return bench.onRunning({ ...ring, stopThreshold: 'never' }, (stream) => {
        const { device, params } = stream;
        const frames = Math.floor(STOP_RINGS * params.bufferSize);
        if (frames <= maxLead(stream)) return skip('the ring is too short');
        const limitMs = stream.framesMs(2 * params.bufferSize) + START_TOLERANCE_MS;
        const isThere = () => stream.updateHwPtr() % params.bufferSize >= frames;
        if (!bench.deadline.until(limitMs, isThere)) return POINTER_STALLED;
        device.drop();
        device.prepare();
        return judgeLead(bench, stream);
      });
    },
  },
];

/** Starts a stream and judges how far hw_ptr gets ahead of the time since START. */
function judgeLead({ deadline }: CheckBench, stream: CheckStream): Verdict {
  const { params } = stream;
  const endMs = stream.framesMs(LEAD_PERIODS * params.periodSize);
  const beganNs = deadline.nowNs();
  const from = stream.io.hwPtr();
  stream.start();
  if (!stream.awaitMoving()) return POINTER_STALLED;
  let lead = Number.NEGATIVE_INFINITY;
  const isOver = () => {
    const moved = signedStep(from, stream.updateHwPtr(), params.boundary);
    const elapsedMs = (deadline.nowNs() - beganNs) / 1e6;
    lead = Math.max(lead, Math.round(moved - (elapsedMs * params.rateHz) / 1000));
    return elapsedMs >= endMs;
  };
  deadline.until(endMs, isOver);
  const text = `at most ${lead} frames ahead of the time since START`;
  return lead > maxLead(stream) ? fail(text, from) : pass(text);
}

/** Frames by which a driver may move hw_ptr ahead of time: what it fetches at once. */
function maxLead({ params: { periodSize, rateHz } }: CheckStream): number {
  return periodSize + (AHEAD_MS * rateHz) / 1000;
}

/** Judges a call that has to fail with `expected` and leave the stream in `state`. */
function judgeRefusal(
  { io }: CheckStream,
  call: () => void,
  expected: string,
  state: number,
): Verdict {
  const errno = errnoOf(call);
  const after = io.state();
  if (errno === expected && after === state) return pass(`${errno}, still ${stateName(state)}`);
  return fail(`${errnoText(errno)}, state ${stateName(after)}`, io.hwPtr());
}
