import { PcmState, stateName } from '../../../device/pcm-state.js';
import { type Check, fail, pass } from '../verdict.js';
import { onPaused } from './paused.js';

const STANDS_PERIODS = 3;

export const pause: Check = {
  name: 'pause',
  holds: 'a paused stream is PAUSED, and hw_ptr stands',
  run: (bench) =>
    onPaused(bench, (stream) => {
      const { io, params } = stream;
      const state = io.state();
      const hwPtr = io.hwPtr();
      if (state !== PcmState.PAUSED) return fail(`it is ${stateName(state)}`, hwPtr);
      const moved = stream.movesIn(stream.framesMs(STANDS_PERIODS * params.periodSize));
      return moved === 0
        ? pass('hw_ptr stands')
        : fail(`hw_ptr moved on by ${moved} frames`, hwPtr);
    }),
};
