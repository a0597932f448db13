import { type Check, fail, pass, STANDS, skip } from '../verdict.js';
import type { Watched } from '../watch.js';

const MOST_PER_CENT = 1;
/** By less than that the ends of a stretch cannot be told from its rate. */
const FEWEST_PERIODS = 10;

export const pointerRate: Check = {
  name: 'pointer-rate',
  holds: `hw_ptr advances at the rate that was negotiated, within ${MOST_PER_CENT} %`,
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    const watched = await bench.watched();
    const { frames, seconds } = cleanStretch(watched);
    if (frames < FEWEST_PERIODS * watched.params.periodSize)
      return skip('too few periods were seen');
    const rateHz = frames / seconds;
    const off = (rateHz / watched.params.rateHz - 1) * 100;
    const text = `${rateHz.toFixed(1)} Hz, ${off < 0 ? '' : '+'}${off.toFixed(2)} % of ${watched.params.rateHz}`;
    return Math.abs(off) > MOST_PER_CENT ? fail(`hw_ptr advances at ${text}`) : pass(text);
  },
};

/** All steps but those that are faults of the pointer, and the first, which begins with the start. */
function cleanStretch({ rows, timeNs, faults }: Watched): { frames: number; seconds: number } {
  let frames = 0;
  let ns = 0;
  for (let row = 2; row < rows.frame.length; row++) {
    if (!faults.isClean(row)) continue;
    frames += rows.frame[row]! - rows.frame[row - 1]!;
    ns += timeNs[row]! - timeNs[row - 1]!;
  }
  return { frames, seconds: ns / 1e9 };
}
