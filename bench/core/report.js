import { formatTable, machine } from '../report.js';
import { sumOfReads } from './cases.js';

/**
 * Prints the results, and the times relative to a read in C if that was measured.
 * @param {readonly import('./measure.js').Result[]} results
 * @param {string} title the memory that was read
 */
export function printReport(results, title) {
  const native = results.find((result) => result.native);
  const rows = results.map(({ name, minNs, medianNs, bytes, limit }) => [
    name,
    minNs.toFixed(2),
    medianNs.toFixed(2),
    native === undefined ? '-' : (minNs / native.minNs).toFixed(1),
    limit === undefined ? '' : `<= ${limit}`,
    bytes < 0.5 ? '0' : bytes.toFixed(1),
  ]);
  console.log(`bench core, ${title}\n${machine()}`);
  console.log(formatTable(['', 'ns, min', 'ns, median', 'times C', 'aim', 'bytes a call'], rows));
  if (!results.some(({ name }) => name === 'SYNC_PTR')) {
    console.log('SYNC_PTR needs a kernel PCM: npm run bench -- core hw:0');
  }
  if (Number.isNaN(sumOfReads())) throw new Error('a case read no number');
}

/**
 * Results on one version of Node.
 * @typedef {{ node: string, title: string, results: import('./measure.js').Result[] }} Run
 */

/**
 * Prints a table of several versions of Node: times relative to a read in C of the same run, the
 * min in ns, and the bytes of a call.
 * @param {readonly Run[]} runs
 */
export function printComparison(runs) {
  const [first] = runs;
  const rows = first.results.map(({ name, limit }, index) => [
    name,
    limit === undefined ? '' : `<= ${limit}`,
    ...runs.map(({ results }) => {
      const { minNs, bytes } = results[index];
      const native = results.find((result) => result.native)?.minNs ?? Number.NaN;
      return `${(minNs / native).toFixed(1)} (${minNs.toFixed(2)} ns, ${bytes.toFixed(0)} B)`;
    }),
  ]);
  console.log(`bench core, ${first.title}, in reads in C\n${machine()}`);
  console.log(formatTable(['', 'aim', ...runs.map(({ node }) => node)], rows));
}
