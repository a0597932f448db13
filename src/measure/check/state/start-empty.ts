import { PcmState, stateName } from '../../../device/pcm-state.js';
import { answered, refusal } from '../refusal.js';
import { type Check, fail, PLAYBACK_ONLY, pass } from '../verdict.js';

export const startEmpty: Check = {
  name: 'start-empty',
  holds: 'START of a playback that was given nothing is refused with EPIPE',
  async run(bench) {
    if (!bench.playback) return PLAYBACK_ONLY;
    return bench.on({}, ({ device, io }) => {
      const errno = refusal(() => device.start());
      const state = io.state();
      if (errno === 'EPIPE' && state === PcmState.PREPARED) return pass('EPIPE, still PREPARED');
      return fail(`${answered(errno)}, ${stateName(state)}`, 0);
    });
  },
};
