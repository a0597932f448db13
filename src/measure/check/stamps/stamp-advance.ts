import { type Check, fail, pass } from '../verdict.js';
import { firstRow, isFrozen } from './row.js';
import { onStamps } from './stamped.js';

export const stampAdvance: Check = {
  name: 'stamp-advance',
  holds: 'where hw_ptr moves on, the timestamp does',
  run: (bench) =>
    onStamps(bench, ({ rows }) => {
      const row = firstRow(rows, (row) => isFrozen(rows, row), 2);
      if (row === undefined) return pass(`${rows.frame.length - 1} updates, a new one each`);
      const moved = rows.frame[row]! - rows.frame[row - 1]!;
      return fail(`hw_ptr moved by ${moved} frames, the timestamp not at all`, rows.frame[row]);
    }),
};
