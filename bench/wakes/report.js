import { cpus, release } from 'node:os';
import Table from 'cli-table3';

const PERCENTILES = [50, 90, 99];

/** Each round, and all of them together. */
export function printWakes(rounds) {
  const table = new Table({
    head: ['us', ...heads('poll(2)'), ...heads('cyclictest'), ...heads('ratio')],
    colAligns: ['left', ...new Array(3 * PERCENTILES.length).fill('right')],
    style: { head: [], border: [] },
  });
  const all = {
    ours: rounds.flatMap(({ ours }) => ours),
    theirs: rounds.flatMap(({ theirs }) => theirs),
  };
  for (const [index, round] of rounds.entries()) table.push(row(`round ${index + 1}`, round));
  table.push(row(`all ${all.ours.length}, ${all.theirs.length}`, all));
  const processors = `${cpus().length} x ${cpus()[0].model.trim()}`;
  console.log(`bench:wakes: ${processors}, Linux ${release()}, Node ${process.version}\n${table}`);
}

function heads(name) {
  return PERCENTILES.map((percent) => `${name} p${percent}`);
}

function row(name, { ours, theirs }) {
  const [our, their] = [ours, theirs].map(percentiles);
  return [
    name,
    ...[...our, ...their].map((us) => us.toFixed(0)),
    ...our.map((us, at) => (us / their[at]).toFixed(2)),
  ];
}

function percentiles(delaysUs) {
  const sorted = delaysUs.toSorted((a, b) => a - b);
  return PERCENTILES.map((percent) => {
    return sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))];
  });
}
