import { PcmState, stateName } from '../../device/pcm-state.js';
import type { Check } from './bench.js';
import type { CheckStream } from './stream.js';
import { errnoOf, errnoText, fail, PLAYBACK_ONLY, pass, type Verdict } from './verdict.js';

const START_PERIODS = 4;
const START_TOLERANCE_MS = 200;

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
];

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
