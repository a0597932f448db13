import { cpus, release } from 'node:os';
import Table from 'cli-table3';
import { used } from './cases.js';

export function printReport(results, title) {
  const limit = results.find(({ native }) => native);
  const table = new Table({
    head: ['', 'ns, least', 'ns, median', 'times C', 'aim', 'bytes a call'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { name, leastNs, medianNs, bytes, limit: aim } of results) {
    const ratio = limit === undefined ? '-' : (leastNs / limit.leastNs).toFixed(1);
    table.push([
      name,
      leastNs.toFixed(2),
      medianNs.toFixed(2),
      ratio,
      aim === undefined ? '' : `<= ${aim}`,
      bytes < 0.5 ? '0' : bytes.toFixed(1),
    ]);
  }
  console.log(`bench:core over ${title}`);
  console.log(`${cpus()[0].model.trim()}, Linux ${release()}, Node ${process.version}`);
  console.log(table.toString());
  if (!results.some(({ name }) => name === 'SYNC_PTR')) {
    console.log('SYNC_PTR needs a kernel PCM: npm run bench:core -- hw:0');
  }
  if (Number.isNaN(used())) throw new Error('the cases read nothing');
}
