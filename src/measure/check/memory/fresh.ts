import { PcmState, stateName } from '../../../device/pcm-state.js';
import { type Check, fail, pass } from '../verdict.js';

export const fresh: Check = {
  name: 'fresh',
  holds:
    'a stream that was set up is PREPARED, its pointers are 0, its boundary is bufferSize x 2^k',
  run: (bench) =>
    bench.on({}, ({ io, params }) => {
      const state = io.state();
      if (state !== PcmState.PREPARED) return fail(`it is ${stateName(state)}`);
      const [hwPtr, applPtr] = [io.hwPtr(), io.applPtr()];
      if (hwPtr !== 0 || applPtr !== 0) {
        return fail(`hw_ptr is ${hwPtr}, appl_ptr ${applPtr}`, hwPtr);
      }
      const rings = params.boundary / params.bufferSize;
      if (rings < 2 || Math.log2(rings) % 1 !== 0) {
        return fail(`the boundary is at ${params.boundary}, the ring has ${params.bufferSize}`);
      }
      return pass(`the boundary is at ${params.bufferSize} x 2^${Math.log2(rings)}`);
    }),
};
