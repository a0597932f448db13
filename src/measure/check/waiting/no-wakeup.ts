import { InfoFlag } from '../../../device/abi.js';
import { signedStep } from '../../pointer-track.js';
import { type Check, fail, pass, STANDS, skip } from '../verdict.js';

const QUIET_PERIODS = 3;

export const noWakeup: Check = {
  name: 'no-wakeup',
  holds:
    'where NO_PERIOD_WAKEUP is claimed a stream runs without interrupts: only HWSYNC moves hw_ptr',
  async run(bench) {
    if ((bench.params.infoFlags & InfoFlag.NO_PERIOD_WAKEUP) === 0) {
      return skip('NO_PERIOD_WAKEUP is not claimed');
    }
    if (!(await bench.moves())) return STANDS;
    return bench.on({ periodWakeup: false, stopThreshold: 'never' }, (stream) => {
      const { io, params } = stream;
      if (!stream.startMoving()) return fail('HWSYNC does not move hw_ptr', 0);
      const stood = io.hwPtr();
      bench.sleepMs(stream.framesMs(QUIET_PERIODS * params.periodSize));
      const moved = signedStep(stood, io.hwPtr(), io.boundary);
      if (moved !== 0) return fail(`hw_ptr moved by ${moved} frames though nobody asked`, stood);
      const told = signedStep(stood, stream.ask(), io.boundary);
      if (told <= 0)
        return fail(`HWSYNC told of ${told} frames after ${QUIET_PERIODS} periods`, stood);
      return pass(`hw_ptr stood for ${QUIET_PERIODS} periods, then HWSYNC told of ${told} frames`);
    });
  },
};
