import { PcmState, stateName } from '../../device/pcm-state.js';
import type { Check } from './check.js';
import { errnoOf, errnoText } from './refusal.js';
import { fail, PLAYBACK_ONLY, POINTER_STALLED, pass } from './verdict.js';

const START_PERIODS = 4;
const START_TOLERANCE_MS = 200;
const STILL_PERIODS = 3;

export const start: Check = {
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
};

export const startTime: Check = {
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
};

export const startEmpty: Check = {
  name: 'start-empty',
  rule: 'START of an empty playback stream fails with EPIPE',
  async run(bench) {
    if (!bench.isPlayback) return PLAYBACK_ONLY;
    return bench.withStream({}, ({ device, io }) => {
      const errno = errnoOf(() => device.start());
      const state = io.state();
      if (errno === 'EPIPE' && state === PcmState.PREPARED) return pass('EPIPE, still PREPARED');
      return fail(`${errnoText(errno)}, state ${stateName(state)}`, 0);
    });
  },
};

export const startTwice: Check = {
  name: 'start-twice',
  rule: 'START of a running stream fails with EBADFD, and the stream stays RUNNING',
  run: (bench) =>
    bench.withStream({ stopThreshold: 'never' }, (stream) => {
      stream.start();
      const errno = errnoOf(() => stream.device.start());
      const state = stream.io.state();
      if (errno === 'EBADFD' && state === PcmState.RUNNING) return pass('EBADFD, still RUNNING');
      return fail(`${errnoText(errno)}, state ${stateName(state)}`, stream.io.hwPtr());
    }),
};

export const prepareRunning: Check = {
  name: 'prepare-running',
  rule: 'PREPARE of a running stream fails with EBUSY, and the stream stays RUNNING',
  run: (bench) =>
    bench.withStream({ stopThreshold: 'never' }, (stream) => {
      stream.start();
      const errno = errnoOf(() => stream.device.prepare());
      const state = stream.io.state();
      if (errno === 'EBUSY' && state === PcmState.RUNNING) return pass('EBUSY, still RUNNING');
      return fail(`${errnoText(errno)}, state ${stateName(state)}`, stream.io.hwPtr());
    }),
};

export const drop: Check = {
  name: 'drop',
  rule: 'after DROP the state is SETUP, hw_ptr stays, HWSYNC and START fail with EBADFD',
  run: (bench) =>
    bench.onRunning({ stopThreshold: 'never' }, (stream) => {
      const { device, io, params } = stream;
      device.drop();
      const state = io.state();
      const hwPtr = io.hwPtr();
      if (state !== PcmState.SETUP) return fail(`state ${stateName(state)}`, hwPtr);
      const moved = stream.framesMovedIn(stream.framesMs(STILL_PERIODS * params.periodSize));
      if (moved !== 0) return fail(`hw_ptr moved by ${moved} frames`, hwPtr);
      const hwsyncErrno = errnoOf(() => io.hwsync());
      const startErrno = errnoOf(() => device.start());
      if (hwsyncErrno === 'EBADFD' && startErrno === 'EBADFD') return pass('SETUP, hw_ptr stays');
      return fail(`HWSYNC: ${errnoText(hwsyncErrno)}, START: ${errnoText(startErrno)}`, hwPtr);
    }),
};

export const prepare: Check = {
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
};

export const reopen: Check = {
  name: 'reopen',
  rule: 'a device closed while RUNNING opens again in its initial state, and runs',
  async run(bench) {
    if (!(await bench.pointerMoves())) return POINTER_STALLED;
    const moved = await bench.withStream({ stopThreshold: 'never' }, (stream) =>
      stream.startMoving(),
    );
    if (!moved) return POINTER_STALLED;
    return bench.withStream({ stopThreshold: 'never' }, (stream) => {
      const { io, params } = stream;
      const state = io.state();
      const tstampNs = io.status.peekHtstampSec() * 1e9 + io.status.peekHtstampNsec();
      const availMin = io.control.availMin();
      if (state !== PcmState.PREPARED) return fail(`state ${stateName(state)}`, 0);
      if (tstampNs !== 0) return fail(`timestamp ${tstampNs} ns before the start`, 0);
      if (availMin !== params.availMin) return fail(`avail_min ${availMin}`, 0);
      return stream.startMoving() ? pass('runs again') : fail('hw_ptr does not move', 0);
    });
  },
};
