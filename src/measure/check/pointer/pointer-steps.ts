import { type Check, fail, pass, STANDS } from '../verdict.js';

export const pointerSteps: Check = {
  name: 'pointer-steps',
  holds: 'no step of hw_ptr goes further than time explains by more than a period',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    const { faults } = await bench.watched();
    const jump = faults.faults.find(({ what }) => what === 'jump');
    if (jump === undefined) {
      return pass(`at most ${faults.largestLeadFrames.toFixed(0)} frames ahead of time`);
    }
    return fail(`hw_ptr leapt ahead of time by ${jump.frames} frames`, jump.atFrame);
  },
};
