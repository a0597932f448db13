import { PcmState, stateName } from '../../../device/pcm-state.js';
import { type Check, fail, pass, STANDS } from '../verdict.js';

export const reopen: Check = {
  name: 'reopen',
  holds: 'a device that was closed while it ran opens again, with nothing left of before, and runs',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    const moved = await bench.on({ stopThreshold: 'never' }, (stream) => stream.startMoving());
    if (!moved) return STANDS;
    return bench.on({ stopThreshold: 'never' }, (stream) => {
      const { io, params } = stream;
      const state = io.state();
      const stampNs = io.status.peekHtstampSec() * 1e9 + io.status.peekHtstampNsec();
      const availMin = io.control.availMin();
      if (state !== PcmState.PREPARED) return fail(`it is ${stateName(state)}`, 0);
      if (stampNs !== 0) return fail(`the timestamp is ${stampNs} ns before the start`, 0);
      if (availMin !== params.availMin) return fail(`avail_min is ${availMin}`, 0);
      return stream.startMoving() ? pass('it runs again') : fail('hw_ptr does not move', 0);
    });
  },
};
