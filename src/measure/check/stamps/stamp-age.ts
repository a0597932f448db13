import { UpdateKind } from '../../pointer/samples.js';
import { median } from '../../statistic/percentiles.js';
import { type Check, fail, pass, skip } from '../verdict.js';
import { AHEAD_NS } from './row.js';
import { onStamps } from './stamped.js';

const MOST_NS = 5e6;
const FEWEST = 5;

/** By the median: whoever looks may be held up between the answer and the look at the clock. */
export const stampAge: Check = {
  name: 'stamp-age',
  holds: 'the timestamp of an answer to HWSYNC is of now, within 5 ms',
  run: (bench) =>
    onStamps(bench, ({ rows }) => {
      const ages: number[] = [];
      for (let row = 1; row < rows.frame.length; row++) {
        if (rows.kind[row] !== UpdateKind.ASKED || rows.stampNs[row] === rows.stampNs[row - 1]) {
          continue;
        }
        ages.push(rows.seenNs[row]! - rows.stampNs[row]!);
      }
      if (ages.length < FEWEST) return skip('HWSYNC hardly moved hw_ptr');
      const age = median(ages);
      const text = `${(Math.abs(age) / 1000).toFixed(1)} us ${age < 0 ? 'ahead of' : 'before'} now`;
      if (age < -AHEAD_NS || age > MOST_NS) return fail(`a timestamp is ${text}, by the median`);
      return pass(`${ages.length} of them, ${text} by the median`);
    }),
};
