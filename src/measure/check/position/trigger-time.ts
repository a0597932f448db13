import { ExtStatus } from '../../../core/ext-status.js';
import { type Check, fail, pass } from '../verdict.js';

/** Between two readings of the same clock; a driver may have taken it from the hardware's. */
const TOLERANCE_NS = 2e6;

export const triggerTime: Check = {
  name: 'trigger-time',
  holds: 'the trigger timestamp is of START, within 2 ms',
  run: (bench) =>
    bench.on({ stopThreshold: 'never' }, (stream) => {
      stream.prime();
      const beforeNs = bench.nowNs();
      stream.device.start();
      const afterNs = bench.nowNs();
      const { triggerTstampNs } = new ExtStatus(stream.device).refresh();
      const early = beforeNs - TOLERANCE_NS - triggerTstampNs;
      const late = triggerTstampNs - afterNs - TOLERANCE_NS;
      if (early <= 0 && late <= 0) return pass('it is');
      const off = Math.max(early, late) + TOLERANCE_NS;
      return fail(
        `it is ${(off / 1e6).toFixed(1)} ms ${early > 0 ? 'before' : 'after'} START, at ${triggerTstampNs} ns`,
      );
    }),
};
