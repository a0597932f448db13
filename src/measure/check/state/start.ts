import { PcmState, stateName } from '../../../device/pcm-state.js';
import { refusal } from '../refusal.js';
import { type Check, fail, pass } from '../verdict.js';

export const start: Check = {
  name: 'start',
  holds: 'START of a primed stream is done, and the state is RUNNING at once',
  run: (bench) =>
    bench.on({ stopThreshold: 'never' }, (stream) => {
      stream.prime();
      const errno = refusal(() => stream.device.start());
      if (errno !== undefined) return fail(`START: ${errno}`, 0);
      const state = stream.io.state();
      return state === PcmState.RUNNING ? pass('RUNNING') : fail(`it is ${stateName(state)}`, 0);
    }),
};
