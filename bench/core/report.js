import { formatTable, machine } from '../report.js';
import { sumOfReads } from './cases.js';

/**
 * Prints the results, and the times relative to a read in C if that was measured.
 * @param {readonly import('./measure.js').Result[]} results
 * @param {string} title the memory that was read
 */
export function printReport(results, title) {
  const native = results.find((result) => result.native);
  const rows = results.map(({ name, minNs, medianNs, bytes, limitNs }) => [
    name,
    minNs.toFixed(2),
    medianNs.toFixed(2),
    native === undefined ? '-' : (minNs / native.minNs).toFixed(1),
    limitNs === undefined ? '' : `<= ${limitNs}`,
    bytes < 0.5 ? '0' : bytes.toFixed(1),
  ]);
  console.log(`bench core, ${title}\n${machine()}`);
  console.log(formatTable(['', 'ns, min', 'ns, median', 'times C', 'aim', 'bytes a call'], rows));
  if (!results.some(({ name }) => name === 'SYNC_PTR')) {
    console.log('SYNC_PTR needs a kernel PCM: npm run bench -- core hw:0');
  }
  if (Number.isNaN(sumOfReads())) throw new Error('a case read no number');
}
