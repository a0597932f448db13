import { InfoFlag } from '../../device/abi.js';
import { signedStep } from '../pointer-track.js';
import type { Check } from './bench.js';
import { fail, POINTER_STALLED, pass, skip } from './verdict.js';

const EARLY_POLL_MS = 30;
const POLL_TIMEOUT_MS = 2000;
const WAKEUPS = 4;
const WAKEUP_TIMEOUT_MS = 1000;
const QUIET_PERIODS = 3;
/** Period for which a machine under load serves most interrupts in time. */
const INTERRUPT_MS = 50;
const INTERRUPTS = 8;
const LATE_PERIODS = 1.5;
const MAX_LATE = 2;

export const WAITING_CHECKS: readonly Check[] = [
  {
    name: 'poll-waits',
    rule: 'poll does not return while avail is below avail_min',
    async run(bench) {
      const moves = await bench.pointerMoves();
      return bench.withStream({ stopThreshold: 'never' }, (stream) => {
        const { io, params } = stream;
        const availMin = Math.min(2 * params.periodSize, io.bufferSize);
        io.control.setAvailMin(availMin);
        stream.prime();
        const early = stream.wait(EARLY_POLL_MS);
        if (early !== 0) return fail(`0x${early.toString(16)} with avail ${io.avail()}`, 0);
        if (!moves) return POINTER_STALLED;
        stream.device.start();
        const events = stream.wait(POLL_TIMEOUT_MS + stream.framesMs(availMin));
        const avail = io.avail();
        if (events === 0 || avail >= availMin)
          return pass('0 before the start and below avail_min');
        const text = `0x${events.toString(16)} with avail ${avail}, avail_min ${availMin}`;
        return fail(text, io.hwPtr());
      });
    },
  },
  {
    name: 'poll-wakes',
    rule: 'poll returns when avail reaches avail_min, period after period',
    run: (bench) =>
      bench.onRunning({ stopThreshold: 'never' }, (stream) => {
        const { io, params } = stream;
        for (let count = 0; count < WAKEUPS; count++) {
          const limitMs = WAKEUP_TIMEOUT_MS + stream.framesMs(2 * params.periodSize);
          if (stream.wait(limitMs) === 0) {
            const text = `no wake-up for ${(limitMs / 1000).toFixed(2)} s`;
            const fill = `avail ${io.avail()}, avail_min ${io.control.availMin()}`;
            return fail(`${text}, ${fill}`, io.hwPtr());
          }
          io.commit(io.avail());
        }
        return pass(`${WAKEUPS} wake-ups`);
      }),
  },
  /** Without HWSYNC only an interrupt moves hw_ptr: two equal reads prove that none came. */
  {
    name: 'interrupts',
    rule: 'no period interrupt is lost: each moves hw_ptr before the next one is due',
    run: (bench) => {
      const periodSize = { frames: Math.ceil((INTERRUPT_MS * bench.params.rateHz) / 1000) };
      const request = { periodSize, bufferSize: undefined, stopThreshold: 'never' as const };
      return bench.onRunning(request, (stream) => {
        const periodNs = stream.framesMs(stream.params.periodSize) * 1e6;
        const limitMs = (2 * INTERRUPTS * periodNs) / 1e6 + WAKEUP_TIMEOUT_MS;
        let [hwPtr, movedNs, stillNs, seen, late] = [-1, 0, 0, 0, 0];
        bench.deadline.until(limitMs, () => {
          const nowNs = bench.deadline.nowNs();
          const next = stream.io.hwPtr();
          if (next === hwPtr) stillNs = nowNs;
          else {
            if (hwPtr >= 0) seen++;
            if (hwPtr >= 0 && stillNs - movedNs > LATE_PERIODS * periodNs) late++;
            [hwPtr, movedNs, stillNs] = [next, bench.deadline.nowNs(), 0];
          }
          return seen === INTERRUPTS;
        });
        const text = `${late} of ${seen} updates of hw_ptr came more than half a period late`;
        return late > MAX_LATE ? fail(text, hwPtr) : pass(text);
      });
    },
  },
  {
    name: 'no-period-wakeup',
    rule: 'with INFO NO_PERIOD_WAKEUP a stream runs without interrupts: only HWSYNC moves hw_ptr',
    async run(bench) {
      if ((bench.params.infoFlags & InfoFlag.NO_PERIOD_WAKEUP) === 0) {
        return skip('INFO NO_PERIOD_WAKEUP is not set');
      }
      return bench.onPrepared({ periodWakeup: false, stopThreshold: 'never' }, (stream) => {
        const { io, params } = stream;
        if (!stream.startMoving()) return fail('HWSYNC does not move hw_ptr', 0);
        const before = io.hwPtr();
        bench.deadline.sleepMs(stream.framesMs(QUIET_PERIODS * params.periodSize));
        const unrequested = signedStep(before, io.hwPtr(), io.boundary);
        if (unrequested !== 0) {
          return fail(`hw_ptr moved by ${unrequested} frames without HWSYNC`, before);
        }
        const moved = signedStep(before, stream.updateHwPtr(), io.boundary);
        const text = `HWSYNC moved hw_ptr by ${moved} frames after ${QUIET_PERIODS} periods`;
        return moved > 0 ? pass(text) : fail(text, before);
      });
    },
  },
];
