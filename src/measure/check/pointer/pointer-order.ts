import { type Check, fail, pass, STANDS } from '../verdict.js';

export const pointerOrder: Check = {
  name: 'pointer-order',
  holds: 'hw_ptr never goes back',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    const { faults, rows } = await bench.watched();
    const back = faults.faults.find(({ what }) => what === 'backward');
    if (back === undefined) return pass(`${rows.frame.length - 1} updates, each further on`);
    return fail(`hw_ptr went back by ${back.frames} frames`, back.atFrame);
  },
};
