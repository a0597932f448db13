import { secondsBetweenXruns } from '../../measure/sweep/confidence.js';
import {
  pointText,
  ringFrames,
  type SweepOutcome,
  type SweepRun,
} from '../../measure/sweep/points.js';
import type { SmallestRing, SweepResult } from '../../measure/sweep/runner.js';
import { histogramPlots, type Plot } from '../../report/plot.js';
import type { Cell, Column, Row, Tone } from '../../report/report.js';
import { formatDuration } from '../text/timestamp.js';
import type { ExperimentRun } from './experiment.js';
import { groupByReason, rawColumn, row, tableColumns } from './sections.js';

const RING_COLUMNS: readonly Column[] = [
  ...tableColumns('ring', 'length', 'wake-ups', 'latency p99.9', 'lowest fill', 'xruns'),
  { name: '', align: 'left' },
];
const RATE_COLUMN: Column = { name: 'rate', align: 'right' };

const OUTCOMES: Readonly<Record<SweepOutcome, { readonly label: string; readonly tone: Tone }>> = {
  survived: { label: 'survives', tone: 'good' },
  thin: { label: 'nearly empty', tone: 'warning' },
  xrun: { label: 'xruns', tone: 'bad' },
  faulty: { label: 'faulty', tone: 'bad' },
  skipped: { label: 'skipped', tone: 'muted' },
};

/** Results of each ring, smallest first; with a column for the rate if there are several. */
export function sweepTable({ runs, smallest }: SweepResult): {
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
} {
  const severalRates = smallest.length > 1;
  const rows = smallest.flatMap(({ rateHz, ring }) => {
    const tried = runs.filter((run) => run.rateHz === rateHz && run.outcome !== 'skipped');
    const rateCell = severalRates ? [`${rateHz}`] : [];
    return sortBySize(tried).map((run) => [...rateCell, ...ringRow(run, run === ring)]);
  });
  return { columns: severalRates ? [RATE_COLUMN, ...RING_COLUMNS] : RING_COLUMNS, rows };
}

function ringRow(run: SweepRun, isSmallest: boolean): Cell[] {
  const { lateNs, minHeadroomFrames, cycles, xruns, outcome, reason } = run;
  const { label, tone } = OUTCOMES[outcome];
  const text = `${label}${isSmallest ? ', the smallest' : ''}${reason === '' ? '' : `: ${reason}`}`;
  return [
    ringText(run),
    formatRingDuration(run),
    `${cycles}`,
    lateNs === undefined ? '-' : formatDuration(lateNs.p999),
    minHeadroomFrames === undefined ? '-' : formatMinFill(run, minHeadroomFrames),
    `${xruns}`,
    { text, tone },
  ];
}

/** The smallest surviving ring of each rate, and the evidence for it. */
export function smallestRows({ smallest, pointSeconds, remaining }: SweepResult): Row[] {
  const rows = smallest.flatMap((each) => smallestRow(each, pointSeconds));
  if (remaining === 0) return rows;
  const value = `${remaining} more ring${remaining === 1 ? '' : 's'}`;
  return [...rows, row('not tried', value, 'the sweep ended before them')];
}

function smallestRow(
  { rateHz, ring, confirmed, struckOut }: SmallestRing,
  pointSeconds: number,
): Row[] {
  const rejected = struckOut.map((run) =>
    row(
      '',
      ringText(run),
      `rejected by the longer run (${OUTCOMES[run.outcome].label}), ` +
        `after ${formatSeconds(pointSeconds)} without an xrun`,
    ),
  );
  const name = `at ${rateHz} Hz`;
  if (ring === undefined) return [row(name, 'none', 'no ring survived'), ...rejected];
  const evidence =
    confirmed === undefined
      ? `${formatSeconds(ring.seconds)} without an xrun; no longer run`
      : longRunNote(confirmed);
  return [
    row(name, ringText(ring), `${ringFrames(ring)} frames, ${formatRingDuration(ring)}`),
    row('', '', evidence),
    ...rejected,
  ];
}

function longRunNote({ seconds }: SweepRun): string {
  const between = formatSeconds(secondsBetweenXruns(seconds));
  return (
    `${formatSeconds(seconds)} without an xrun: at least ${between} between xruns, ` +
    'at 95 % confidence'
  );
}

/** Rings that the device does not provide, grouped by reason. */
export function skippedNotes({ runs }: SweepResult): string[] {
  const skipped = sortBySize(runs.filter(({ outcome }) => outcome === 'skipped'));
  const items = skipped.map((run) => ({ name: ringText(run), reason: run.reason }));
  return groupByReason(items).map((line) => `skipped ${line}`);
}

/** Wake-up latency on the smallest ring of each rate, from its longer run if there is one. */
export function wakeupLatencyPlots(run: ExperimentRun<'sweep'>): Plot[] {
  const { runs, smallest } = run.measured.result;
  const lateNs = rawColumn(run, 'lateNs');
  const runIndexes = rawColumn(run, 'run');
  // Rows of the longer runs are numbered after those of all first runs.
  let nextLongRun = runs.length;
  return smallest.flatMap(({ ring, confirmed, struckOut }) => {
    nextLongRun += struckOut.length;
    if (ring === undefined) return [];
    const shown = confirmed === undefined ? runs.indexOf(ring) : nextLongRun++;
    const values = lateNs.filter((ns, row) => runIndexes[row] === shown && Number.isFinite(ns));
    const title = `Wake-up latency on ${pointText(ring)}, after the end of the period`;
    return histogramPlots(title, values, 'ns', 'latency');
  });
}

function sortBySize(runs: readonly SweepRun[]): SweepRun[] {
  return runs.toSorted((a, b) => ringFrames(a) - ringFrames(b) || a.periodSize - b.periodSize);
}

function ringText({ periodSize, periods }: SweepRun): string {
  return `${periodSize} x ${periods}`;
}

function formatRingDuration(run: SweepRun): string {
  return formatDuration((ringFrames(run) * 1e9) / run.rateHz);
}

function formatMinFill(run: SweepRun, frames: number): string {
  return `${Math.floor(frames)}, ${Math.round((100 * frames) / ringFrames(run))} %`;
}

function formatSeconds(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
