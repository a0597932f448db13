import { secondsBetweenXruns } from '../../measure/sweep/confidence.js';
import { ringFrames, type SweepOutcome, type SweepRun } from '../../measure/sweep/points.js';
import type { SmallestRing, SweepResult } from '../../measure/sweep/runner.js';
import { printable } from '../text/printable.js';
import type { Row } from '../text/rows.js';
import { formatDuration } from '../text/timestamp.js';

const HEAD = ['ring', 'length', 'wake-ups', 'late, p99.9', 'low-water', 'xruns', ''];

const OUTCOMES: Record<Exclude<SweepOutcome, 'skipped'>, string> = {
  survived: 'survives',
  thin: 'nearly empty',
  xrun: 'xruns',
  faulty: 'faulty',
};

/** What was seen of each ring, the smallest first, as cells below a head; the rate where there are several. */
export function sweepTable({ runs, smallest }: SweepResult): { head: string[]; rows: string[][] } {
  const severalRates = smallest.length > 1;
  const rows = smallest.flatMap(({ rateHz, ring }) =>
    bySize(runs.filter((run) => run.rateHz === rateHz && run.outcome !== 'skipped')).map((run) => {
      const cells = runCells(run, run === ring);
      return severalRates ? [`${rateHz}`, ...cells] : cells;
    }),
  );
  return { head: severalRates ? ['rate', ...HEAD] : HEAD, rows };
}

function runCells(run: SweepRun, isSmallest: boolean): string[] {
  const { lateNs, lowFrames, turns, xruns, outcome, reason } = run;
  const what = OUTCOMES[outcome as keyof typeof OUTCOMES];
  return [
    `${run.periodSize} x ${run.periods}`,
    lengthText(run),
    `${turns}`,
    lateNs === undefined ? '-' : formatDuration(lateNs.p999),
    lowFrames === undefined ? '-' : `${lowText(run, lowFrames)}`,
    `${xruns}`,
    `${what}${isSmallest ? ', the smallest' : ''}${reason === '' ? '' : `: ${printable(reason)}`}`,
  ];
}

/** The smallest ring of each rate, and how much is known of it. */
export function smallestRows({ smallest, pointSeconds, left }: SweepResult): Row[] {
  const rows = smallest.flatMap((each) => smallestRow(each, pointSeconds));
  return left === 0
    ? rows
    : [
        ...rows,
        ['not tried', `${left} more ring${left === 1 ? '' : 's'}`, 'it was ended before them'],
      ];
}

function smallestRow({ rateHz, ring, held, struckOut }: SmallestRing, pointSeconds: number): Row[] {
  const out = struckOut.map(
    (run): Row => [
      '',
      `${run.periodSize} x ${run.periods}`,
      `not for longer: ${OUTCOMES[run.outcome as keyof typeof OUTCOMES]}, after ${seconds(pointSeconds)} without`,
    ],
  );
  const name = `at ${rateHz} Hz`;
  if (ring === undefined) return [[name, 'none', 'no ring that was tried survived'], ...out];
  return [
    [
      name,
      `${ring.periodSize} x ${ring.periods}`,
      `${ringFrames(ring)} frames, ${lengthText(ring)}`,
    ],
    held === undefined
      ? ['', '', `${seconds(ring.seconds)} without an xrun, not tried for longer`]
      : ['', '', heldText(held)],
    ...out,
  ];
}

function heldText(held: SweepRun): string {
  const between = secondsBetweenXruns(held.seconds);
  return `${seconds(held.seconds)} without an xrun: ${seconds(between)} or more between two, at 95 % confidence`;
}

/** What the device does not give, by the reason. */
export function skippedLines({ runs }: SweepResult): string[] {
  const skipped = bySize(runs.filter(({ outcome }) => outcome === 'skipped'));
  const reasons = [...new Set(skipped.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const names = skipped
      .filter((run) => run.reason === reason)
      .map(({ periodSize, periods }) => `${periodSize} x ${periods}`);
    return `skipped ${[...new Set(names)].join(', ')}: ${printable(reason)}`;
  });
}

function bySize(runs: readonly SweepRun[]): SweepRun[] {
  return runs.toSorted((a, b) => ringFrames(a) - ringFrames(b) || a.periodSize - b.periodSize);
}

function lengthText(run: SweepRun): string {
  return formatDuration((ringFrames(run) * 1e9) / run.rateHz);
}

function lowText(run: SweepRun, lowFrames: number): string {
  return `${Math.floor(lowFrames)}, ${Math.round((100 * lowFrames) / ringFrames(run))} %`;
}

function seconds(count: number): string {
  return `${count.toFixed(1)} s`;
}
