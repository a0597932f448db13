import { type Check, fail, pass, STANDS } from '../verdict.js';

/** An interrupt may come late, and the next one in time: then this is no fault of the pointer. */
const MORE_MS = 20;

export const pointerSteps: Check = {
  name: 'pointer-steps',
  holds: `no step of hw_ptr goes further than time explains by more than a period and ${MORE_MS} ms`,
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    const { faults, params } = await bench.watched();
    const limit = params.periodSize + (MORE_MS * params.rateHz) / 1000;
    const jump = faults.faults.find(({ what, frames }) => what === 'jump' && frames > limit);
    if (jump === undefined) {
      return pass(`at most ${faults.largestLeadFrames.toFixed(0)} frames ahead of time`);
    }
    return fail(`hw_ptr leapt ahead of time by ${jump.frames} frames`, jump.atFrame);
  },
};
