import { PcmState, stateName } from '../../../device/pcm-state.js';
import { answered, refusal } from '../refusal.js';
import { type Check, fail, pass, STANDS } from '../verdict.js';

const STANDS_PERIODS = 3;

export const stop: Check = {
  name: 'stop',
  holds:
    'after DROP the state is SETUP, hw_ptr stands, and HWSYNC and START are refused with EBADFD',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    return bench.on({ stopThreshold: 'never' }, (stream) => {
      const { device, io } = stream;
      if (!stream.startMoving()) return STANDS;
      device.drop();
      const state = io.state();
      const hwPtr = io.hwPtr();
      if (state !== PcmState.SETUP) return fail(`it is ${stateName(state)}`, hwPtr);
      const moved = stream.movesIn(stream.framesMs(STANDS_PERIODS * stream.params.periodSize));
      if (moved !== 0) return fail(`hw_ptr moved on by ${moved} frames`, hwPtr);
      const [hwsync, start] = [refusal(() => io.hwsync()), refusal(() => device.start())];
      if (hwsync === 'EBADFD' && start === 'EBADFD') return pass('SETUP, and hw_ptr stands');
      return fail(`HWSYNC: ${answered(hwsync)}, START: ${answered(start)}`, hwPtr);
    });
  },
};
