import { type Check, fail, PLAYBACK_ONLY, pass, STANDS, skip } from '../verdict.js';
import { drained } from './drained.js';

const EARLY_MS = 5;
const LATE_MS = 500;

/** A pointer that moves by periods may be a period behind what was played, when the drain begins. */
export const drainTime: Check = {
  name: 'drain-time',
  holds: 'a drain takes as long as what is in the ring: to a period and 5 ms less, or 500 ms more',
  async run(bench) {
    if (!bench.playback) return PLAYBACK_ONLY;
    if (!(await bench.moves())) return STANDS;
    return bench.on({}, (stream) => {
      const drain = drained(bench, stream);
      if (drain === undefined) return STANDS;
      const { tookMs, heldMs, ended } = drain;
      if (!ended) return skip('it never ends');
      const text = `it took ${tookMs.toFixed(1)} ms for ${heldMs.toFixed(1)} ms in the ring`;
      const early = heldMs - stream.framesMs(stream.params.periodSize) - EARLY_MS;
      return tookMs < early || tookMs > heldMs + LATE_MS
        ? fail(text, stream.io.hwPtr())
        : pass(text);
    });
  },
};
