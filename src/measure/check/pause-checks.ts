import { writeFileSync } from 'node:fs';
import { ExtStatus } from '../../core/ext-status.js';
import { InfoFlag } from '../../device/abi.js';
import { PcmState, stateName } from '../../device/pcm-state.js';
import { signedStep } from '../pointer-track.js';
import type { Check, CheckBench } from './bench.js';
import type { CheckStream } from './stream.js';
import { errnoOf, errnoText, fail, pass, skip, type Verdict } from './verdict.js';

const RELEASE_TIMEOUT_MS = 2000;
/** A DMA engine that was not stopped is then three quarters round the ring: not in place. */
const PAUSED_RINGS = 0.75;
/** A driver that suspends paused streams by itself has done so by then. */
const SUSPEND_MS = 50;
const PAUSE_CYCLES = 4;
const PAUSE_CYCLE_MS = 2;

export const PAUSE_CHECKS: readonly Check[] = [
  {
    name: 'pause-flag',
    rule: 'PAUSE succeeds if INFO PAUSE is set, and fails with ENOSYS if it is not',
    run: (bench) =>
      bench.withStream({ stopThreshold: 'never' }, (stream) => {
        const isSet = (stream.params.infoFlags & InfoFlag.PAUSE) !== 0;
        stream.start();
        const errno = errnoOf(() => stream.device.pause(true));
        const text = `INFO PAUSE ${isSet ? 'set' : 'not set'}, PAUSE: ${errnoText(errno)}`;
        return errno === (isSet ? undefined : 'ENOSYS') ? pass(text) : fail(text);
      }),
  },
  {
    name: 'pause',
    rule: 'a paused stream stays in PAUSED, and hw_ptr stays',
    run: (bench) =>
      onPaused(bench, (stream) => {
        const { io } = stream;
        const [state, hwPtr] = [io.state(), io.hwPtr()];
        if (state !== PcmState.PAUSED) return fail(`state ${stateName(state)}`, hwPtr);
        const moved = stream.framesMoved();
        const later = io.state();
        if (later !== PcmState.PAUSED) return fail(`PAUSED, later ${stateName(later)}`, hwPtr);
        return moved === 0 ? pass('hw_ptr stays') : fail(`hw_ptr moved by ${moved} frames`, hwPtr);
      }),
  },
  {
    name: 'pause-release',
    rule: 'a released stream goes on where it was paused, without a jump',
    run: (bench) =>
      onPaused(bench, (stream) => {
        bench.deadline.sleepMs(stream.framesMs(PAUSED_RINGS * stream.io.bufferSize));
        if (stream.io.state() !== PcmState.PAUSED) return skip('the stream did not stay in PAUSED');
        return judgeRelease(bench, stream);
      }),
  },
  {
    name: 'pause-resume',
    rule: 'after a suspend in PAUSED, RESUME returns to PAUSED, and the release goes on',
    run: (bench) =>
      onPaused(bench, (stream) => {
        const { device, io, params } = stream;
        if ((params.infoFlags & InfoFlag.RESUME) === 0) return skip('INFO RESUME is not set');
        const paused = io.hwPtr();
        bench.deadline.sleepMs(SUSPEND_MS);
        const refusal = bench.suspends ? suspendDevices() : 'use --suspend';
        if (io.state() !== PcmState.SUSPENDED) return skip(`not suspended: ${refusal}`);
        let errno = errnoOf(() => device.resume());
        bench.deadline.until(RELEASE_TIMEOUT_MS, () => {
          if (errno === 'EAGAIN') errno = errnoOf(() => device.resume());
          return errno !== 'EAGAIN';
        });
        const state = io.state();
        if (errno !== undefined || state !== PcmState.PAUSED) {
          return fail(`RESUME: ${errnoText(errno)}, state ${stateName(state)}`, paused);
        }
        return judgeRelease(bench, stream);
      }),
  },
  {
    name: 'pause-delay',
    rule: `the delay beyond the ring grows by less than a period over ${PAUSE_CYCLES} pauses`,
    run: (bench) =>
      onPaused(bench, ({ device, params }) => {
        const status = new ExtStatus(device);
        const release = () => {
          device.pause(false);
          bench.deadline.sleepMs(PAUSE_CYCLE_MS);
          const { hwPtr, applPtr, delay } = status.refresh();
          const [from, to] = bench.isPlayback ? [hwPtr, applPtr] : [applPtr, hwPtr];
          return { delay, fill: signedStep(from, to, params.boundary) };
        };
        const first = release();
        let last = first;
        for (let cycle = 1; cycle < PAUSE_CYCLES; cycle++) {
          device.pause(true);
          bench.deadline.sleepMs(PAUSE_CYCLE_MS);
          last = release();
        }
        const grown = last.delay - first.delay - (last.fill - first.fill);
        const text = `delay grew by ${grown} frames`;
        return grown < params.periodSize ? pass(text) : fail(text);
      }),
  },
];

/** Judges a stream that ran and was paused; skipped if the driver cannot pause. */
function onPaused(bench: CheckBench, judge: (stream: CheckStream) => Verdict): Promise<Verdict> {
  if ((bench.params.infoFlags & InfoFlag.PAUSE) === 0) {
    return Promise.resolve(skip('INFO PAUSE is not set'));
  }
  return bench.onRunning({ stopThreshold: 'never' }, (stream) => {
    const errno = errnoOf(() => stream.device.pause(true));
    return errno === undefined ? judge(stream) : skip(`PAUSE failed: ${errno}`);
  });
}

/** Releases a paused stream, which must continue at the frame of the pause. */
function judgeRelease({ deadline }: CheckBench, stream: CheckStream): Verdict {
  const { device, io, params } = stream;
  const paused = io.hwPtr();
  const beganNs = deadline.nowNs();
  const errno = errnoOf(() => device.pause(false));
  const state = io.state();
  if (errno !== undefined || state !== PcmState.RUNNING) {
    return fail(`release: ${errnoText(errno)}, state ${stateName(state)}`, paused);
  }
  if (!deadline.until(RELEASE_TIMEOUT_MS, () => stream.updateHwPtr() !== paused)) {
    return fail(`hw_ptr did not move for ${RELEASE_TIMEOUT_MS / 1000} s`, paused);
  }
  const moved = signedStep(paused, io.hwPtr(), io.boundary);
  const dueFrames = ((deadline.nowNs() - beganNs) * params.rateHz) / 1e9;
  if (moved < 0 || moved > dueFrames + params.periodSize) {
    return fail(`hw_ptr moved by ${moved} frames, ${dueFrames.toFixed(0)} were due`, paused);
  }
  return pass(`first step ${moved} frames`);
}

/**
 * Suspends all devices of the machine and wakes them, by the kernel's own test of a suspend
 * (Documentation/power/basic-pm-debugging.rst): about 5 s, without sleep of the machine.
 * @returns the reason if it failed; devices may have been suspended all the same
 */
function suspendDevices(): string | undefined {
  try {
    writeFileSync('/sys/power/pm_test', 'devices');
    try {
      writeFileSync('/sys/power/state', 'freeze');
    } finally {
      writeFileSync('/sys/power/pm_test', 'none');
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
