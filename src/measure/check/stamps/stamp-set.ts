import { type Check, fail, pass, STANDS } from '../verdict.js';
import { firstRow, isUnset } from './row.js';

export const stampSet: Check = {
  name: 'stamp-set',
  holds: 'every update of hw_ptr has a timestamp',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    const { rows } = await bench.watched();
    const row = firstRow(rows, (row) => isUnset(rows, row));
    if (row === undefined) return pass(`${rows.frame.length - 1} updates, each with one`);
    return fail('the timestamp is 0, though timestamps were asked for', rows.frame[row]);
  },
};
