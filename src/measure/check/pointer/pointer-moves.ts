import { type Check, fail, pass } from '../verdict.js';

export const pointerMoves: Check = {
  name: 'pointer-moves',
  holds: 'hw_ptr moves while the stream runs',
  async run(bench) {
    const { faults, rows } = await bench.watched();
    const stuck = faults.faults.find(({ what }) => what === 'stuck');
    if (stuck === undefined) return pass(`${rows.frame.length - 1} updates`);
    const seconds = (stuck.durationNs / 1e9).toFixed(2);
    return fail(`hw_ptr stood for ${seconds} s while the stream ran`, stuck.atFrame);
  },
};
