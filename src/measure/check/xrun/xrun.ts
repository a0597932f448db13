import { PcmState, stateName } from '../../../device/pcm-state.js';
import { type Check, fail, pass, STANDS } from '../verdict.js';

/** Beyond the ring and a period, for a machine that is busy. */
const MORE_MS = 300;

/** Nobody asks the hardware: the interrupt is to find it. USB stops itself with its queue, within a period. */
export const xrun: Check = {
  name: 'xrun',
  holds:
    'a stream that nobody feeds, or empties, is XRUN when the ring has gone round, within a period',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    return bench.on({ stopThreshold: undefined }, (stream) => {
      const { io, params } = stream;
      const given = io.bufferSize >> 1;
      if (!stream.startMoving(given)) return STANDS;
      const limitMs = stream.framesMs(io.bufferSize + params.periodSize) + MORE_MS;
      bench.until(limitMs, () => io.state() !== PcmState.RUNNING);
      const [state, hwPtr, avail] = [io.state(), io.hwPtr(), io.avail()];
      if (state === PcmState.RUNNING) {
        return fail(`it still runs, with avail at ${avail} of ${io.bufferSize}`, hwPtr);
      }
      if (state !== PcmState.XRUN) return fail(`it is ${stateName(state)}`, hwPtr);
      if (avail < io.bufferSize - params.periodSize) {
        return fail(`XRUN with avail at ${avail} of ${io.bufferSize}`, hwPtr);
      }
      return pass(`XRUN with avail at ${avail} of ${io.bufferSize}`);
    });
  },
};
