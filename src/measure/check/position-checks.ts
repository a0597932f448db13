import { ExtStatus } from '../../core/ext-status.js';
import { captureAvail, playbackAvail } from '../../core/pointer.js';
import { signedStep } from '../pointer-track.js';
import type { Check, CheckBench } from './bench.js';
import type { CheckStream } from './stream.js';
import { fail, pass, skip, type Verdict } from './verdict.js';

const STATUS_READS = 50;
/** Maximum time that frames can be underway outside the ring; usually a few milliseconds. */
const MAX_OUTSIDE_RING_MS = 1000;
/** Covers two reads of one clock; a driver may take the trigger time from its hardware. */
const TRIGGER_TOLERANCE_NS = 2e6;

export const POSITION_CHECKS: readonly Check[] = [
  {
    name: 'avail',
    rule: 'avail agrees with hw_ptr and appl_ptr of the same STATUS_EXT answer',
    run: (bench) =>
      eachStatus(bench, ({ hwPtr, applPtr, avail }, { params: { bufferSize, boundary } }) => {
        const expected = bench.isPlayback
          ? playbackAvail(hwPtr, applPtr, bufferSize, boundary)
          : captureAvail(hwPtr, applPtr, boundary);
        if (avail === expected) return undefined;
        const pointers = `hw_ptr ${hwPtr}, appl_ptr ${applPtr}`;
        return fail(`avail ${avail}, expected ${expected} from ${pointers}`, hwPtr);
      }),
  },
  {
    name: 'delay',
    rule: 'delay is the fill of the ring plus at most one second for what is outside it',
    run: (bench) =>
      eachStatus(bench, ({ hwPtr, applPtr, delay }, { params: { boundary, rateHz } }) => {
        const [from, to] = bench.isPlayback ? [hwPtr, applPtr] : [applPtr, hwPtr];
        const fill = signedStep(from, to, boundary);
        const maxDelay = fill + (rateHz * MAX_OUTSIDE_RING_MS) / 1000;
        if (delay >= fill && delay <= maxDelay) return undefined;
        return fail(`delay ${delay} frames, ring fill ${fill} frames`, hwPtr);
      }),
  },
  {
    name: 'trigger-time',
    rule: 'the trigger timestamp is the time of START, within 2 ms',
    run: (bench) =>
      bench.withStream({ stopThreshold: 'never' }, (stream) => {
        stream.prime();
        const beforeNs = bench.deadline.nowNs();
        stream.device.start();
        const afterNs = bench.deadline.nowNs();
        return judgeTrigger(stream, 'START', beforeNs, afterNs);
      }),
  },
  {
    name: 'trigger-drop',
    rule: 'the trigger timestamp is the time of DROP after it, within 2 ms',
    run: (bench) =>
      bench.onRunning({ stopThreshold: 'never' }, (stream) => {
        if (new ExtStatus(stream.device).refresh().triggerTstampNs === 0) {
          return skip('no trigger timestamps');
        }
        // START and DROP are then further apart than the tolerance.
        bench.deadline.sleepMs(stream.framesMs(stream.params.periodSize) + 10);
        const beforeNs = bench.deadline.nowNs();
        stream.device.drop();
        return judgeTrigger(stream, 'DROP', beforeNs, bench.deadline.nowNs());
      }),
  },
];

/** Compares the trigger timestamp with the time of a call. */
function judgeTrigger(
  { device }: CheckStream,
  call: string,
  beforeNs: number,
  afterNs: number,
): Verdict {
  const { triggerTstampNs } = new ExtStatus(device).refresh();
  const earlyNs = beforeNs - TRIGGER_TOLERANCE_NS - triggerTstampNs;
  const lateNs = triggerTstampNs - afterNs - TRIGGER_TOLERANCE_NS;
  if (earlyNs <= 0 && lateNs <= 0) return pass('within 2 ms');
  const ms = ((Math.max(earlyNs, lateNs) + TRIGGER_TOLERANCE_NS) / 1e6).toFixed(1);
  return fail(`${ms} ms ${earlyNs > 0 ? 'before' : 'after'} ${call}, at ${triggerTstampNs} ns`);
}

/** Reads STATUS_EXT of a running stream until an answer fails. */
function eachStatus(
  bench: CheckBench,
  failureIn: (status: ExtStatus, stream: CheckStream) => Verdict | undefined,
): Promise<Verdict> {
  return bench.onRunning({ stopThreshold: 'never' }, (stream) => {
    const status = new ExtStatus(stream.device);
    for (let count = 0; count < STATUS_READS; count++) {
      const failure = failureIn(status.refresh(), stream);
      if (failure !== undefined) return failure;
      bench.deadline.sleepMs(1);
    }
    return pass(`${STATUS_READS} answers of STATUS_EXT`);
  });
}
