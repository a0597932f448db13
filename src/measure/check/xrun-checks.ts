import { ExtStatus } from '../../core/ext-status.js';
import { PollFlag } from '../../device/pcm-device.js';
import { PcmState, stateName } from '../../device/pcm-state.js';
import type { Check, CheckBench } from './bench.js';
import type { CheckStream } from './stream.js';
import { errnoOf, errnoText, fail, pass, skip, type Verdict } from './verdict.js';

/** Time beyond the ring and a period, for a machine under load. */
const XRUN_TOLERANCE_MS = 300;
const XRUN_TIMEOUT_MS = 500;
const POLL_LIMIT_MS = 200;

/** Stops at an xrun, as by default; primed with half a ring. */
const onUnserved = (bench: CheckBench, judge: (stream: CheckStream) => Verdict) =>
  bench.onRunning({ stopThreshold: undefined }, judge, ({ bufferSize }) => bufferSize >> 1);

export const XRUN_CHECKS: readonly Check[] = [
  /**
   * Makes no pointer update itself: the period interrupt must find the xrun. USB stops by its own
   * queue, within a period.
   */
  {
    name: 'xrun',
    rule: 'a stream that is not served enters XRUN when the ring is exhausted, within a period',
    run: (bench) =>
      onUnserved(bench, (stream) => {
        const { io, params } = stream;
        const limitMs = stream.framesMs(io.bufferSize + params.periodSize) + XRUN_TOLERANCE_MS;
        bench.deadline.until(limitMs, () => io.state() !== PcmState.RUNNING);
        const [state, hwPtr, avail] = [io.state(), io.hwPtr(), io.avail()];
        const text = `state ${stateName(state)}, avail ${avail} of ${io.bufferSize}`;
        const isExhausted = avail >= io.bufferSize - params.periodSize;
        return state === PcmState.XRUN && isExhausted ? pass(text) : fail(text, hwPtr);
      }),
  },
  {
    name: 'xrun-calls',
    rule:
      'in XRUN, HWSYNC fails with EPIPE, START with EBADFD; SYNC_PTR and STATUS_EXT ' +
      'report XRUN',
    run: (bench) =>
      onXrun(bench, (stream) => {
        const { device, io } = stream;
        const answers = [
          ['HWSYNC', 'EPIPE', errnoOf(() => io.hwsync())],
          ['START', 'EBADFD', errnoOf(() => device.start())],
        ] as const;
        const states = [
          ['SYNC_PTR', stream.kernelRecord().state()],
          ['STATUS_EXT', new ExtStatus(device).refresh().state],
        ] as const;
        const failures = [
          ...answers
            .filter(([, expected, errno]) => errno !== expected)
            .map(([call, expected, errno]) => `${call}: ${errnoText(errno)}, expected ${expected}`),
          ...states
            .filter(([, state]) => state !== PcmState.XRUN)
            .map(([call, state]) => `${call} reports ${stateName(state)}`),
        ];
        if (failures.length > 0) return fail(failures.join('; '), io.hwPtr());
        return pass('EPIPE, EBADFD, both report XRUN');
      }),
  },
  {
    name: 'xrun-poll',
    rule: 'in XRUN, poll returns at once with POLLERR',
    run: (bench) =>
      onXrun(bench, (stream) => {
        const events = stream.wait(POLL_LIMIT_MS);
        const text = `poll returns 0x${events.toString(16)}`;
        return (events & PollFlag.ERR) !== 0 ? pass(text) : fail(text, stream.io.hwPtr());
      }),
  },
  {
    name: 'xrun-prepare',
    rule: 'PREPARE leaves XRUN, and the stream runs again',
    run: (bench) =>
      onXrun(bench, (stream) => {
        const { device, io } = stream;
        const hwPtr = io.hwPtr();
        const errno = errnoOf(() => device.prepare());
        const state = io.state();
        if (errno !== undefined || state !== PcmState.PREPARED) {
          return fail(`PREPARE: ${errnoText(errno)}, state ${stateName(state)}`, hwPtr);
        }
        return stream.startMoving() ? pass('runs again') : fail('hw_ptr does not move', hwPtr);
      }),
  },
];

/** Judges a stream that was not served until it stopped; skipped if there is no xrun. */
function onXrun(bench: CheckBench, judge: (stream: CheckStream) => Verdict): Promise<Verdict> {
  return onUnserved(bench, (stream) => {
    const limitMs = stream.framesMs(2 * stream.io.bufferSize) + XRUN_TIMEOUT_MS;
    const isStopped = () => {
      stream.updateHwPtr();
      return stream.io.state() === PcmState.XRUN;
    };
    return bench.deadline.until(limitMs, isStopped) ? judge(stream) : skip('no xrun occurred');
  });
}
