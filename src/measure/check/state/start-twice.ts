import { PcmState, stateName } from '../../../device/pcm-state.js';
import { answered, refusal } from '../refusal.js';
import { type Check, fail, pass } from '../verdict.js';

export const startTwice: Check = {
  name: 'start-twice',
  holds: 'START of a running stream is refused with EBADFD, and it runs on',
  run: (bench) =>
    bench.on({ stopThreshold: 'never' }, (stream) => {
      stream.start();
      const errno = refusal(() => stream.device.start());
      const state = stream.io.state();
      if (errno === 'EBADFD' && state === PcmState.RUNNING) return pass('EBADFD, still RUNNING');
      return fail(`${answered(errno)}, ${stateName(state)}`, stream.io.hwPtr());
    }),
};
