import { PcmState, stateName } from '../../../device/pcm-state.js';
import { answered, refusal } from '../refusal.js';
import { type Check, fail, pass } from '../verdict.js';

export const prepareRunning: Check = {
  name: 'prepare-running',
  holds: 'PREPARE of a running stream is refused with EBUSY, and it runs on',
  run: (bench) =>
    bench.on({ stopThreshold: 'never' }, (stream) => {
      stream.start();
      const errno = refusal(() => stream.device.prepare());
      const state = stream.io.state();
      if (errno === 'EBUSY' && state === PcmState.RUNNING) return pass('EBUSY, still RUNNING');
      return fail(`${answered(errno)}, ${stateName(state)}`, stream.io.hwPtr());
    }),
};
