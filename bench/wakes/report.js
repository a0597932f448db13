import { formatTable, machine } from '../report.js';

/** @typedef {{ ours: number[], theirs: number[] }} Round latencies in microseconds */

const PERCENTILES = [50, 90, 99];

/**
 * Prints each round, and all of them together.
 * @param {readonly Round[]} rounds
 */
export function printWakes(rounds) {
  const ours = rounds.flatMap((round) => round.ours);
  const theirs = rounds.flatMap((round) => round.theirs);
  const rows = [
    ...rounds.map((round, index) => row(`round ${index + 1}`, round)),
    row(`all ${ours.length}, ${theirs.length}`, { ours, theirs }),
  ];
  const head = ['us', ...heads('poll(2)'), ...heads('cyclictest'), ...heads('ratio')];
  console.log(`bench wakes: ${machine()}\n${formatTable(head, rows)}`);
}

/** @param {string} name */
function heads(name) {
  return PERCENTILES.map((percent) => `${name} p${percent}`);
}

/**
 * @param {string} name
 * @param {Round} round
 */
function row(name, { ours, theirs }) {
  const [our, their] = [percentiles(ours), percentiles(theirs)];
  return [
    name,
    ...[...our, ...their].map((us) => us.toFixed(0)),
    ...our.map((us, index) => (us / their[index]).toFixed(2)),
  ];
}

/** @param {readonly number[]} latenciesUs */
function percentiles(latenciesUs) {
  const sorted = latenciesUs.toSorted((a, b) => a - b);
  return PERCENTILES.map(
    (percent) => sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))],
  );
}
