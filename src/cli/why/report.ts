import type { Plot } from '../../report/plot.js';
import type { Chapter, Report } from '../../report/report.js';
import type { Account } from '../../why/account/account.js';
import { adviceFor, causeSentence, describeCause } from '../../why/account/describe-cause.js';
import { fillCurve } from '../../why/account/fill-curve.js';
import type { MachineVerdict } from '../../why/patterns/machine-verdict.js';
import { xrunPattern } from '../../why/patterns/xrun-pattern.js';
import { systemInfo } from '../document-head.js';
import { formatDuration } from '../text/timestamp.js';
import { accountRows, accountTitle, patternText } from './text.js';

/** Builds the report of all accounts of a run: a chapter each. */
export function whyReport(
  accounts: readonly Account[],
  machine: MachineVerdict | undefined,
  date: Date,
): Report {
  const { version, node, kernel, arch, cpuModel, cpuCount } = systemInfo();
  const pattern = xrunPattern(accounts);
  const [first] = accounts;
  const text =
    pattern === undefined
      ? first === undefined
        ? 'No xrun'
        : causeSentence(first.cause)
      : patternText(pattern).split('\n').join('; ');
  return {
    title: 'Causes of xruns',
    verdict: { outcome: first === undefined ? 'passed' : 'failed', text },
    facts: [
      {
        // A recorded trace may be of another machine.
        title: 'Report made on',
        facts: [
          ['kernel', `Linux ${kernel}, ${arch}`],
          ['processors', `${cpuCount} x ${cpuModel}`],
          ['Node.js', node],
          ['alsa-mmap', version],
        ],
      },
      ...(machine === undefined ? [] : [machineFacts(machine)]),
    ],
    chapters: accounts.map(chapterOf),
    footer: `alsa-mmap ${version} why, ${date.toISOString()}`,
  };
}

/** The wake-ups that were later than a ring of each length. */
function machineFacts({ wakeUps, recordedNs, rings }: MachineVerdict): Report['facts'][number] {
  return {
    title: `Wake-ups: ${wakeUps} in ${formatDuration(recordedNs)} of recordings`,
    facts: rings.map(({ ringNs, count, cause }) => [
      `later than ${ringNs / 1e6} ms`,
      cause === undefined ? `${count}` : `${count}, most often ${describeCause(cause)}`,
    ]),
  };
}

function chapterOf(account: Account): Chapter {
  const { cause, owner, parts } = account;
  return {
    title: accountTitle(account),
    subtitle: [],
    verdict: { outcome: 'failed', text: causeSentence(cause) },
    sections: [
      { kind: 'list', items: [{ text: `What to do: ${adviceFor(cause, owner)}` }] },
      {
        kind: 'table',
        title: 'The missing time',
        columns: [
          { name: 'share', align: 'right' },
          { name: 'time', align: 'right' },
          { name: 'cause', align: 'left' },
        ],
        rows: parts.map((part) => [
          `${(100 * part.share).toFixed(1)} %`,
          formatDuration(part.ns),
          describeCause(part),
        ]),
      },
      {
        kind: 'rows',
        title: 'The stream',
        rows: accountRows(account, true).map(([name, value, ...notes]) => ({ name, value, notes })),
      },
    ],
    plots: fillPlots(account),
  };
}

function fillPlots(account: Account): Plot[] {
  const curve = fillCurve(account);
  if (curve.length < 2) return [];
  const { dueNs, ranDryNs } = account;
  const ms = (ns: number) => (ns - ranDryNs) / 1e6;
  return [
    {
      kind: 'trace',
      title: 'Fill of the ring until the xrun',
      x: curve.map(({ ns }) => ms(ns)),
      y: curve.map(({ frames }) => frames),
      xUnit: 'ms',
      yUnit: 'frames',
      xLabel: 'time from the moment when the ring ran dry',
      yLabel: 'fill',
      marks: [
        { label: 'due', value: ms(dueNs) },
        { label: 'ran dry', value: 0 },
      ],
    },
  ];
}
