import { toDbfs } from '../../audio/decibel.js';
import type { ChannelFinding, PlacedChannel } from '../../measure/channels/findings.js';
import type { ChannelRun, ChannelsResult } from '../../measure/channels/runner.js';
import type { Cell, Row, TableSection } from '../../report/report.js';
import { defineOptions } from '../options/spec.js';
import { number } from '../options/types.js';
import { defineExperiment } from './experiment.js';
import { captureDeviceOption, levelOption } from './latency.js';
import { forbidden, maxLimit } from './limits.js';
import { row, tableColumns, warning } from './sections.js';

/** Explains each fault after the numbers of the capture channels. */
const FAULT_TEXTS: Readonly<Record<ChannelFinding['fault'], string>> = {
  swapped: "carry each other's signal",
  rotated: 'the stream is shifted within its frames',
  misplaced: 'carry the signals of other channels',
  duplicated: 'carry the same signal',
  mixed: 'carry several signals',
  silent: 'carry no sound',
  unknown: 'carry nothing that was played',
  inverted: 'differ from the others in polarity',
  offset: 'are not in time with the others',
};

const AFTERS = ['start', 'xrun', 'restart'] as const;
const AFTER_TEXTS: Readonly<Record<ChannelRun['after'], string>> = {
  start: 'after the start',
  xrun: 'after an xrun',
  restart: 'after a restart',
};

export const channels = defineExperiment({
  name: 'channels',
  options: defineOptions({
    captureDevice: captureDeviceOption,
    level: levelOption,
    maxOffset: {
      group: 'Experiment: channels',
      type: number(0, 1e9, 'FRAMES', 'frames'),
      summary: 'exit with 7 if two channels of a run are further apart',
    },
  }),
  rejects: {
    capture:
      'channels plays on the device: ' +
      'name the capturing device with --capture-device, not --capture',
  },
  settings: ({ captureDevice, level }) => ({ otherDevice: captureDevice, levelDbfs: level }),
  limits: ({ measured: { result } }, { maxOffset }) => {
    const offsetText = `channel offset ${result.maxOffsetFrames.toFixed(3)} frames`;
    const faulty = result.runs.filter(({ findings }) => findings.length > 0);
    return [
      ...maxLimit('max-offset', maxOffset, result.maxOffsetFrames, offsetText),
      forbidden('channel-faults', faulty, ({ after, findings }) => {
        const texts = findings.map(describeFinding).join(', ');
        return (
          `channel faults in ${faulty.length} of ${result.runs.length} runs, ` +
          `first ${AFTER_TEXTS[after]}: ${texts}`
        );
      }),
    ];
  },
  sections: ({ measured: { result }, opened }) => [
    { kind: 'rows', rows: summaryRows(result, opened.identity.name) },
    ...shownRuns(result).map(channelTable),
  ],
});

function summaryRows(result: ChannelsResult, name: string): Row[] {
  const { runs, discarded, captureDevice, maxOffsetFrames } = result;
  const notes = [`${runs.filter(({ after }) => after === 'xrun').length} after an xrun`];
  if (captureDevice !== name) notes.push(`captured by ${captureDevice}`);
  if (discarded > 0) notes.push(`${discarded} late runs discarded`);
  const faults = AFTERS.flatMap((after) => faultRows(runs.filter((run) => run.after === after)));
  return [
    row('runs', String(runs.length), notes.join('; ')),
    ...(faults.length === 0 ? [row('faults', 'none')] : faults),
    row('max offset', `${maxOffsetFrames.toFixed(3)} frames`, 'between two channels of a run'),
  ];
}

/** A row for each different finding of runs after the same event. */
function faultRows(runs: readonly ChannelRun[]): Row[] {
  const findings = runs.flatMap((run) => run.findings);
  const isFirst = (finding: ChannelFinding, at: number) =>
    findings.findIndex((other) => describeFinding(other) === describeFinding(finding)) === at;
  return findings.filter(isFirst).map((finding) => {
    const text = describeFinding(finding);
    const count = findings.filter((other) => describeFinding(other) === text).length;
    const times = `${AFTER_TEXTS[runs[0]!.after]}, in ${count} of ${runs.length} runs`;
    return row(finding.fault, warning(channelNumbers(finding)), FAULT_TEXTS[finding.fault], times);
  });
}

const describeFinding = (finding: ChannelFinding) => `${finding.fault}: ${channelNumbers(finding)}`;

function channelNumbers({ channels }: ChannelFinding): string {
  const numbers = channels.map((channel) => channel + 1).join(', ');
  return channels.length === 1 ? `channel ${numbers}` : `channels ${numbers}`;
}

/** The run after the start, and the first faulty one after each other event. */
function shownRuns({ runs }: ChannelsResult): ChannelRun[] {
  return AFTERS.flatMap((after) => {
    const those = runs.filter((run) => run.after === after);
    const faulty = those.find(({ findings }) => findings.length > 0);
    return faulty ?? (runs[0]!.after === after ? runs[0]! : []);
  });
}

function channelTable({ after, channels }: ChannelRun): TableSection {
  return {
    kind: 'table',
    title: AFTER_TEXTS[after],
    columns: tableColumns('capture', 'carries', 'gain', 'polarity', 'offset', 'confidence', 'peak'),
    rows: channels.map((channel, at) => [`channel ${at + 1}`, ...channelCells(channel, at)]),
  };
}

function channelCells(channel: PlacedChannel, at: number): Cell[] {
  const { carries, alsoCarries, gain, offsetFrames = 0, confidence, peakDbfs } = channel;
  const peak = Number.isFinite(peakDbfs) ? `${peakDbfs.toFixed(1)} dBFS` : 'silence';
  if (carries === undefined) return [warning('nothing'), '', '', '', '', peak];
  const sources = [carries, ...alsoCarries].map((source) => source + 1).join(' + ');
  return [
    carries === at && alsoCarries.length === 0 ? sources : warning(sources),
    `${toDbfs(gain).toFixed(2)} dB`,
    gain < 0 ? 'inverted' : 'not inverted',
    // Adding 0 turns -0 into 0.
    `${(Math.round(offsetFrames * 1000) / 1000 + 0).toFixed(3)} frames`,
    confidence.toFixed(1),
    peak,
  ];
}
