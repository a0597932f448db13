import { PcmState, stateName } from '../../../device/pcm-state.js';
import { answered, refusal } from '../refusal.js';
import { type Check, fail, pass } from '../verdict.js';
import { inXrun } from './in-xrun.js';

export const xrunPrepare: Check = {
  name: 'xrun-prepare',
  holds: 'PREPARE leads out of XRUN, and the stream runs again',
  run: (bench) =>
    inXrun(bench, (stream) => {
      const { device, io } = stream;
      const hwPtr = io.hwPtr();
      const errno = refusal(() => device.prepare());
      const state = io.state();
      if (errno !== undefined || state !== PcmState.PREPARED) {
        return fail(`PREPARE: ${answered(errno)}, ${stateName(state)}`, hwPtr);
      }
      return stream.startMoving() ? pass('it runs again') : fail('hw_ptr does not move', hwPtr);
    }),
};
