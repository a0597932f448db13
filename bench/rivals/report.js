import { formatTable, machine } from '../report.js';

/**
 * Rival with the results so far.
 * @typedef {import('./contestants.js').Rival & Partial<import('./steady-cost.js').Cost> & {
 *   rounds?: number[], tightDevice?: string, smallestPeriod?: number | undefined,
 * }} Result
 */

/**
 * Prints a table; with --json, a document on stdout and the table on stderr.
 * @param {readonly Result[]} results
 * @param {{ json: boolean }} settings
 */
export function printRivals(results, settings) {
  const setUps = results.flatMap(({ name, access, periodSize, bufferSize, measuredSeconds }) =>
    access === undefined
      ? []
      : [`${name}: ${access}, period ${periodSize}, buffer ${bufferSize}, ${measuredSeconds} s`],
  );
  const text = [`bench rivals: ${machine()}`, ...setUps, tableOf(results)].join('\n');
  if (!settings.json) return console.log(text);
  console.error(text);
  console.log(JSON.stringify({ machine: machine(), settings, results }, null, 2));
}

/** @param {readonly Result[]} results */
function tableOf(results) {
  const head = ['', 'user, s', 'system, s', 'CPU, ms', 'times theirs', 'peak, MiB', 'min period'];
  const rows = results.map((result) => {
    const theirs = results.find(({ name }) => name === result.against) ?? result;
    return [
      `${result.name} ${result.device}`,
      number(result.userSeconds),
      number(result.systemSeconds),
      number(result.cpuMs),
      number((result.cpuMs ?? Number.NaN) / (theirs.cpuMs ?? Number.NaN)),
      number(result.peakMib),
      `${result.smallestPeriod ?? '-'}`,
    ];
  });
  return formatTable(head, rows);
}

/** @param {number | undefined} value */
function number(value) {
  return value !== undefined && Number.isFinite(value) ? value.toFixed(2) : '-';
}
