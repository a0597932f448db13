import { PcmState, stateName } from '../../../device/pcm-state.js';
import { type Check, fail, pass, STANDS } from '../verdict.js';

export const prepare: Check = {
  name: 'prepare',
  holds: 'PREPARE of a stopped stream leaves it PREPARED, with both pointers at 0',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    return bench.on({ stopThreshold: 'never' }, (stream) => {
      const { device, io } = stream;
      if (!stream.startMoving()) return STANDS;
      device.drop();
      const stood = io.hwPtr();
      device.prepare();
      const [state, hwPtr, applPtr] = [io.state(), io.hwPtr(), io.applPtr()];
      if (state !== PcmState.PREPARED) return fail(`it is ${stateName(state)}`, stood);
      if (hwPtr !== 0 || applPtr !== 0) {
        return fail(`hw_ptr is ${hwPtr}, appl_ptr ${applPtr}`, stood);
      }
      return pass(`hw_ptr is 0, and was ${stood}`);
    });
  },
};
