import { type Check, fail, pass, STANDS, skip } from '../verdict.js';
import { firstRow, isOfOtherClock, isUnset } from './row.js';

export const stampClock: Check = {
  name: 'stamp-clock',
  holds: 'the timestamps are of CLOCK_MONOTONIC, as was asked',
  async run(bench) {
    if (!(await bench.moves())) return STANDS;
    const { rows } = await bench.watched();
    if (firstRow(rows, (row) => !isUnset(rows, row)) === undefined) return skip('there are none');
    const row = firstRow(rows, (row) => !isUnset(rows, row) && isOfOtherClock(rows, row));
    if (row === undefined) return pass('they are near to what that clock showed');
    const seconds = ((rows.stampNs[row]! - rows.seenNs[row]!) / 1e9).toFixed(0);
    return fail(`a timestamp is ${seconds} s from what that clock showed`, rows.frame[row]);
  },
};
