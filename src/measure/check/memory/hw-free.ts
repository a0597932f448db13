import { PcmState, stateName } from '../../../device/pcm-state.js';
import { answered, refusal } from '../refusal.js';
import { type Check, fail, pass } from '../verdict.js';

/** Kernel: `substream->mmap_count`. Two openings, as alsa-lib takes a refused HW_FREE for done. */
export const hwFree: Check = {
  name: 'hw-free',
  holds: 'HW_FREE is refused with EBADFD while the ring is mapped, and done once it is not',
  async run(bench) {
    const mapped = await bench.on({}, ({ device, io }) => ({
      errno: refusal(() => device.hwFree()),
      state: io.state(),
    }));
    if (mapped.errno !== 'EBADFD') {
      return fail(`with the ring mapped: ${answered(mapped.errno)}, ${stateName(mapped.state)}`);
    }
    return bench.on({}, (stream) => {
      stream.io.close();
      const errno = refusal(() => stream.device.hwFree());
      if (errno !== undefined) return fail(`without a mapping of the ring: ${errno}`);
      const state = stream.kernel().state();
      if (state !== PcmState.OPEN) return fail(`after it the stream is ${stateName(state)}`);
      return pass('EBADFD, then done');
    });
  },
};
