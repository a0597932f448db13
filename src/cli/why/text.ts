import type { ChalkInstance } from 'chalk';
import { formatRows, type TextRow, wrapLine } from '../../report/text-rows.js';
import type { Account, Part } from '../../why/account/account.js';
import {
  adviceFor,
  causeSentence,
  describeCause,
  nameTask,
} from '../../why/account/describe-cause.js';
import type { CpuFrequency } from '../../why/model/cpu-frequency.js';
import type { RunTimes } from '../../why/model/run-times.js';
import type { UrbCounts } from '../../why/model/urbs.js';
import type { LateWakeUps, MachineVerdict } from '../../why/patterns/machine-verdict.js';
import type { XrunPattern } from '../../why/patterns/xrun-pattern.js';
import type { Trace } from '../../why/trace/parse-trace.js';
import { printable } from '../text/printable.js';
import { formatDuration } from '../text/timestamp.js';

/** Parts with a smaller share are shown only with --verbose. */
const MIN_SHARE = 0.005;

/** Accounts for people. The last two lines of each name the cause and what to do. */
export function whyText(
  trace: Trace,
  accounts: readonly Account[],
  verbose: boolean,
  chalk: ChalkInstance,
): string {
  const seconds = (trace.events.at(-1)!.ns - trace.events[0]!.ns) / 1e9;
  const count = accounts.length === 1 ? '1 xrun' : `${accounts.length} xruns`;
  return [
    `${count} in ${trace.events.length} events of ${seconds.toFixed(3)} s`,
    ...warnings(trace, verbose)
      .flatMap((warning) => wrapLine(`  ${warning}`, 2))
      .map((line) => chalk.yellow(line)),
    ...accounts.flatMap((account) => ['', ...accountLines(account, verbose, chalk)]),
  ].join('\n');
}

/** The usual causes and the time between many xruns. */
export function patternText(pattern: XrunPattern): string {
  const { causes, intervalNs, isRegular, perHour, involved } = pattern;
  const all = causes.reduce((sum, { count }) => sum + count, 0);
  const interval = `${isRegular ? 'regularly ' : ''}every ${formatDuration(intervalNs)} (median)`;
  const rate = perHour === undefined ? '' : `, ${Number(perHour.toPrecision(2))} an hour`;
  return [
    `${all} xruns, ${interval}${rate}`,
    ...causes.map(({ cause, count }) => `  ${count} of ${all}: ${printable(causeSentence(cause))}`),
    ...involved.map(({ name, count }) => `  ${printable(name)} had a part in ${count} of ${all}`),
  ].join('\n');
}

/** The shortest ring for which the machine was in time, and the longest for which it was not. */
export function machineText({ wakeUps, recordedNs, rings }: MachineVerdict): string {
  const bad = rings.findLast(({ count }) => count > 0);
  const good = rings.find(({ count }) => count === 0);
  const length = ({ ringNs }: LateWakeUps) => `${ringNs / 1e6} ms`;
  const suitable = good === undefined ? [] : [`suitable for a ring of ${length(good)}`];
  const not = good === undefined ? 'not suitable for a ring' : 'not for one';
  const unsuitable = bad === undefined ? [] : [`${not} of ${length(bad)}`];
  const total = `${wakeUps} wake-ups in ${formatDuration(recordedNs)} of recordings`;
  const late = `${bad?.count ?? 0} of ${total} ${bad?.count === 1 ? 'was' : 'were'} later`;
  const often = bad?.cause === undefined ? [] : [`most often ${describeCause(bad.cause)}`];
  const verdict = [...suitable, ...unsuitable].join(', ');
  return printable(`machine: ${verdict}: ${[late, ...often].join('; ')}`);
}

function warnings({ lost, overwritten, unreadLines }: Trace, verbose: boolean): string[] {
  const counted = lost.reduce((sum, { count = 0 }) => sum + count, 0);
  const cpus = [...new Set(lost.map(({ cpu }) => cpu))].join(', ');
  return [
    ...(lost.length === 0
      ? []
      : [`${counted || 'some'} events were lost on CPU ${cpus}: that time is called unknown`]),
    // A recording that runs until an xrun overwrites its oldest events.
    ...(overwritten === 0 || !verbose ? [] : [`${overwritten} older events had been overwritten`]),
    ...(unreadLines === 0 ? [] : [`${unreadLines} lines were not understood`]),
  ];
}

/** The account of one xrun as lines. */
export function accountLines(account: Account, verbose: boolean, chalk: ChalkInstance): string[] {
  const { owner, cause } = account;
  return [
    ...wrapLine(printable(accountTitle(account)), 5).map((line) => chalk.bold(line)),
    ...formatRows(accountRows(account, verbose), chalk),
    ...account.parts
      .filter(({ share }) => verbose || share >= MIN_SHARE)
      .flatMap((part) => wrapLine(partLine(part), 21)),
    ...wrapLine(`why: ${printable(`${causeSentence(cause)}${mainShare(account)}`)}`, 5).map(
      (line) => `${line.slice(0, 5)}${chalk.bold(line.slice(5))}`,
    ),
    ...wrapLine(`do:  ${printable(adviceFor(cause, owner))}`, 5),
  ];
}

/** The xruns that have an account, by kind of cause: `2 of 3 xruns  stopped 1, not-run 1`. */
export function explainedRow(accounts: readonly Pick<Account, 'cause'>[], xruns: number): TextRow {
  const kinds = accounts.map(({ cause }) => cause.kind);
  const counts = [...new Set(kinds)].map(
    (kind) => `${kind} ${kinds.filter((other) => other === kind).length}`,
  );
  return ['explained', `${kinds.length} of ${xruns} xruns`, counts.join(', ')];
}

/** Numbers of USB transfers: `URBs  1250 completed  2 failed, 1 short`. */
export function urbsRow({ completed, failed, short }: UrbCounts): TextRow {
  return ['URBs', `${completed} completed`, `${failed} failed, ${short} short`];
}

function runTimesRow({ count, medianNs, maxNs }: RunTimes, periodNs: number | undefined): TextRow {
  const median = `${formatDuration(medianNs)} of CPU time (median of ${count} wake-ups)`;
  const period = periodNs === undefined ? '' : `, of a period of ${formatDuration(periodNs)}`;
  return ['cycle', median, `at most ${formatDuration(maxNs)}${period}`];
}

function frequencyRow({ cpu, kHz, maxKHz }: CpuFrequency): TextRow {
  const inGHz = (value: number) => `${(value / 1e6).toFixed(2)} GHz`;
  return [`CPU ${cpu}`, inGHz(kHz), `at most ${inGHz(maxKHz)} in the recording`];
}

/** Names the xrun: its kind, its time, the stream and the owner. */
export function accountTitle({ stream, owner, noticed }: Account): string {
  const fault = stream.direction === 'playback' ? 'underrun' : 'overrun';
  const device = `hw:${stream.card ?? '?'},${stream.device ?? '?'}`;
  const by = owner === undefined ? 'an owner that the trace does not show' : nameTask(owner);
  return `${fault} at ${formatClock(noticed.ns)} on ${device}, ${stream.direction} by ${by}`;
}

/** The share of the cause, unless it is nearly all. */
function mainShare({ parts, cause }: Account): string {
  const share = parts.find(({ kind }) => kind === cause.kind)?.share ?? 1;
  return share > 0.95 ? '' : ` for ${(100 * share).toFixed(0)} % of the time`;
}

/** Returns the ring, the last commits and the moments of an xrun. */
export function accountRows(account: Account, verbose: boolean): TextRow[] {
  const { stream, noticed, commits, runTimes, frequency, urbs, ranDryNs, restartedNs } = account;
  const { bufferSize, rateHz, periodNs } = stream;
  const length = bufferSize === undefined || rateHz === undefined ? 0 : (1e9 * bufferSize) / rateHz;
  const late = formatDuration(noticed.ns - ranDryNs);
  const shown = commits.slice(verbose ? -4 : -1);
  const stillDry = restartedNs === undefined ? undefined : formatDuration(restartedNs - ranDryNs);
  return [
    [
      'ring',
      bufferSize === undefined ? 'size unknown' : `${bufferSize} frames, ${formatDuration(length)}`,
      ...(periodNs === undefined ? [] : [`an interrupt every ${formatDuration(periodNs)}`]),
    ],
    ...shown.map(
      ({ ns, frames, fillFrames }): TextRow => [
        'last commit',
        `${frames} frames by ${formatClock(ns)}`,
        `fill ${fillFrames}`,
      ],
    ),
    ['ran dry', formatClock(ranDryNs), `noticed ${late} later by ${noticedBy(account)}`],
    ...(runTimes === undefined ? [] : [runTimesRow(runTimes, periodNs)]),
    ...(frequency === undefined ? [] : [frequencyRow(frequency)]),
    ...(urbs === undefined ? [] : [urbsRow(urbs)]),
    ...(stillDry === undefined ? [] : [['restarted', `${stillDry} later`] as const]),
    ['missing', formatDuration(account.missingNs), missingFrom(account)],
  ];
}

function missingFrom({ dueNs, ranDryNs, missingNs }: Account): string {
  if (missingNs === 0) return '';
  if (dueNs === ranDryNs) return 'of frames that were still in the ring';
  return `from ${formatClock(dueNs)}, when the owner had to serve the ring`;
}

function noticedBy({ noticed }: Account): string {
  const { by, interrupt, task } = noticed;
  if (by === 'interrupt') return printable(interrupt ? `interrupt ${interrupt}` : 'an interrupt');
  return by === 'owner' ? 'the owner' : printable(`another process, ${nameTask(task)}`);
}

function partLine(part: Part): string {
  const percent = `${(100 * part.share).toFixed(1)} %`.padStart(9);
  return `${percent}  ${formatDuration(part.ns).padStart(8)}  ${printable(describeCause(part))}`;
}

/** A moment on the clock of the trace, in seconds. */
export function formatClock(ns: number): string {
  return `${(ns / 1e9).toFixed(6)} s`;
}
