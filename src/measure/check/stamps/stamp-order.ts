import { type Check, fail, pass } from '../verdict.js';
import { firstRow, isBackward } from './row.js';
import { onStamps } from './stamped.js';

export const stampOrder: Check = {
  name: 'stamp-order',
  holds: 'no timestamp is earlier than the one before',
  run: (bench) =>
    onStamps(bench, ({ rows }) => {
      const row = firstRow(rows, (row) => isBackward(rows, row), 2);
      if (row === undefined) return pass(`${rows.frame.length - 1} timestamps in order`);
      const backUs = ((rows.stampNs[row - 1]! - rows.stampNs[row]!) / 1000).toFixed(1);
      return fail(`a timestamp is ${backUs} us earlier than the one before`, rows.frame[row]);
    }),
};
