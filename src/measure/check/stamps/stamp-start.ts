import { type Check, fail, pass } from '../verdict.js';
import { firstRow, isBeforeStart } from './row.js';
import { onStamps } from './stamped.js';

export const stampStart: Check = {
  name: 'stamp-start',
  holds: 'no timestamp is older than the start of the stream',
  run: (bench) =>
    onStamps(bench, ({ rows, beforeStartNs }) => {
      const row = firstRow(rows, (row) => isBeforeStart(rows, row, beforeStartNs));
      if (row === undefined) return pass('all are later than START');
      const ms = ((beforeStartNs - rows.stampNs[row]!) / 1e6).toFixed(1);
      return fail(`a timestamp is ${ms} ms older than START`, rows.frame[row]);
    }),
};
