import { cpus, release } from 'node:os';
import Table from 'cli-table3';

/** Returns the processors, the kernel and the Node of this machine, in a line. */
export function machine() {
  const processors = `${cpus().length} x ${cpus()[0].model.trim()}`;
  return `${processors}, Linux ${release()}, Node ${process.version}`;
}

/**
 * Formats a table: the first column is aligned to the left, the others to the right.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function formatTable(head, rows) {
  const table = new Table({
    head: [...head],
    colAligns: head.map((_, column) => (column === 0 ? 'left' : 'right')),
    style: { head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  return table.toString();
}
