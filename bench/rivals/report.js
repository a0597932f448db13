import { cpus, release } from 'node:os';
import Table from 'cli-table3';

/** A table; with --json a document on stdout, and the table beside it on stderr. */
export function printRivals(results, values) {
  const processors = `${cpus().length} x ${cpus()[0].model.trim()}`;
  const machine = `${processors}, Linux ${release()}, Node ${process.version}`;
  const lines = reportLines(results, machine).join('\n');
  if (!values.json) return console.log(lines);
  console.error(lines);
  console.log(JSON.stringify({ machine, asked: values, results }, null, 2));
}

function reportLines(results, machine) {
  const table = new Table({
    head: ['', 'user, s', 'system, s', 'times theirs', 'peak, MiB', 'least period'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const result of results) {
    const theirs = results.find(({ direction }) => direction === result.direction);
    table.push([
      `${result.name} ${result.device}`,
      number(result.userSeconds),
      number(result.systemSeconds),
      number(cpu(result) / cpu(theirs)),
      number(result.peakMib),
      result.smallestPeriod ?? '-',
    ]);
  }
  const setUps = results
    .filter(({ access }) => access !== undefined)
    .map(
      ({ name, access, periodSize, bufferSize, measuredSeconds }) =>
        `${name}: ${access}, period ${periodSize}, buffer ${bufferSize}, ${measuredSeconds} s`,
    );
  return [`bench:rivals: ${machine}`, ...setUps, `${table}`];
}

function cpu({ userSeconds, systemSeconds }) {
  return userSeconds + systemSeconds;
}

function number(value) {
  return Number.isFinite(value) ? value.toFixed(2) : '-';
}
