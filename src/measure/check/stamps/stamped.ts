import type { CheckBench } from '../bench.js';
import { STANDS, skip, type Verdict } from '../verdict.js';
import type { Watched } from '../watch.js';
import { firstRow, isOfOtherClock, isUnset } from './row.js';

/** Judges the timestamps of the watched stream, where it has any, of the right clock. */
export async function onStamps(
  bench: CheckBench,
  judge: (watched: Watched) => Verdict,
): Promise<Verdict> {
  if (!(await bench.moves())) return STANDS;
  const watched = await bench.watched();
  const { rows } = watched;
  if (firstRow(rows, (row) => isUnset(rows, row)) !== undefined) return skip('there are none');
  if (firstRow(rows, (row) => isOfOtherClock(rows, row)) !== undefined) {
    return skip('they are of another clock');
  }
  return judge(watched);
}
