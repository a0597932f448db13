import type { Direction, PcmParams } from '../../device/params.js';
import type { Summary } from '../../measure/statistic/percentiles.js';
import type { WakeupSamples } from '../../measure/wakeup/samples.js';
import { wakeupStages } from '../../measure/wakeup/stages.js';
import type { WakeupResult } from '../../measure/wakeup/statistic.js';
import { histogramPlots, type Plot } from '../../report/plot.js';
import type { Row } from '../../report/report.js';
import { WHY_OPTION } from '../options/common.js';
import { defineOptions } from '../options/spec.js';
import { formatTime } from '../options/time-syntax.js';
import { integer } from '../options/types.js';
import { formatDuration } from '../text/timestamp.js';
import { defineExperiment, type ExperimentRun } from './experiment.js';
import { durationNs, maxLimit, minLimit } from './limits.js';
import { limitRows, rawColumn, row, tableColumns, warning } from './sections.js';

const MAX_LISTED_XRUNS = 10;
const GROUP = 'Experiment: wakeup';

export const wakeup = defineExperiment({
  name: 'wakeup',
  options: defineOptions({
    work: {
      group: GROUP,
      type: durationNs(0, 10),
      summary: 'busy time in each cycle before frames are moved, such as 200us',
      defaultText: 'none',
    },
    maxWakeup: {
      group: GROUP,
      type: durationNs(1e-9, 60),
      summary: 'exit with 7 if the 99th percentile of the wake-up latency is higher',
    },
    minHeadroom: {
      group: GROUP,
      type: integer(0, 2 ** 31, 'FRAMES', 'frames'),
      summary: 'exit with 7 if fewer frames are left before a commit',
    },
    maxXruns: {
      group: GROUP,
      type: integer(0, 2 ** 31, 'N'),
      summary: 'exit with 7 if there are more than N xruns',
    },
    ...WHY_OPTION,
  }),
  settings: ({ work = 0 }) => ({ workNs: work }),
  limits: ({ measured: { result } }, { maxWakeup, minHeadroom, maxXruns }) => {
    const { stagesNs, headroomFrames, xruns } = result;
    const p99Ns = stagesNs.poll?.p99;
    const p99 = p99Ns === undefined ? 'unknown' : `${(p99Ns / 1000).toFixed(1)} us`;
    const latency = `wake-up latency p99 ${p99}`;
    const headroom = Math.floor(headroomFrames.min);
    return [
      ...maxLimit('max-wakeup', maxWakeup, p99Ns ?? Number.NaN, latency, formatTime),
      ...minLimit('min-headroom', minHeadroom, headroom, `lowest headroom ${headroom} frames`),
      ...maxLimit('max-xruns', maxXruns, xruns.length, `number of xruns ${xruns.length}`),
    ];
  },
  sections: ({ measured, opened }) => [
    {
      kind: 'table',
      columns: tableColumns('', 'min', 'median', 'p99', 'p99.9', 'max'),
      rows: stageRows(measured.result, opened.params.direction),
    },
    { kind: 'rows', rows: wakeupRows(measured.result, opened.params) },
  ],
  plots: wakeupPlots,
});

function stageRows({ stagesNs }: WakeupResult, direction: Direction): string[][] {
  const { interrupt, poll, data, commit, whole } = stagesNs;
  const ready = direction === 'playback' ? 'ring filled' : 'ring read';
  const stages: [string, Summary | undefined][] = [
    ['end of period to interrupt', interrupt],
    ['interrupt to return from poll', poll],
    [`return from poll to ${ready}`, data],
    [`${ready} to commit`, commit],
    ['interrupt to commit', whole],
  ];
  return stages.map(([name, ns]) => {
    if (ns === undefined) return [name, '-', '-', '-', '-', '-'];
    return [name, ...[ns.min, ns.p50, ns.p99, ns.p999, ns.max].map(formatDuration)];
  });
}

function wakeupRows(result: WakeupResult, params: PcmParams): Row[] {
  const { cycles, late, headroomFrames, headroomNs, suspends } = result;
  const isPlayback = params.direction === 'playback';
  const formatFrames = (count: number) => `${Math.floor(count)} frames`;
  const suspended = suspends > 0 ? `; suspended ${suspends} times` : '';
  return [
    row('cycles', String(cycles), `${late} missed the next period as well${suspended}`),
    row(
      isPlayback ? 'lowest fill' : 'lowest headroom',
      formatFrames(headroomFrames.min),
      `${formatDuration(headroomNs.min)} before an ${isPlayback ? 'underrun' : 'overrun'}`,
    ),
    row(
      '',
      formatFrames(headroomFrames.p1),
      `${formatDuration(headroomNs.p1)}, 1st percentile, before each commit`,
    ),
    row(
      '',
      formatFrames(headroomFrames.p50),
      `${formatDuration(headroomNs.p50)}, median; the ring has ${params.bufferSize} frames`,
    ),
    ...xrunRows(result),
    ...timestampRows(result, params),
  ];
}

function xrunRows({ xruns }: WakeupResult): readonly Row[] {
  if (xruns.length === 0) return [row('xruns', 'none')];
  const rows = xruns.map(({ atFrame, atNs, sinceLastWakeupNs }, index) =>
    row(
      index === 0 ? 'xruns' : '',
      `${index === 0 ? `${xruns.length}: ` : ''}at frame ${atFrame}`,
      `${atNs < 0 ? 'in the warm-up' : `after ${formatDuration(atNs)}`}, ` +
        `${formatDuration(sinceLastWakeupNs)} after the previous cycle`,
    ),
  );
  return limitRows(rows, MAX_LISTED_XRUNS);
}

/** Rows that explain why a latency is unknown. */
function timestampRows({ timestamps, stagesNs }: WakeupResult, { tstampType }: PcmParams): Row[] {
  const unknown = 'the time of the interrupt is unknown';
  const rows: Row[] = [];
  if (timestamps === 'none') {
    rows.push(row('timestamps', 'none', `the driver provides none: ${unknown}`));
  }
  if (timestamps === 'other clock') {
    rows.push(row('timestamps', tstampType, `not CLOCK_MONOTONIC: ${unknown}`));
  }
  if (timestamps === 'implausible') {
    rows.push(row('timestamps', warning('implausible'), `in the future or unchanged: ${unknown}`));
  }
  if (stagesNs.interrupt === undefined) {
    const note = 'hw_ptr is too coarse to show a delay from the end of the period';
    rows.push(row('interrupt', 'at a period', note));
  }
  return rows;
}

function wakeupPlots(run: ExperimentRun<'wakeup'>): Plot[] {
  const { ns, headroomFrames } = wakeupStages(wakeupSamples(run), run.opened.params);
  const committedNs = rawColumn(run, 'committedNs');
  return [
    ...histogramPlots('From the interrupt to the return from poll', ns.poll ?? [], 'ns', 'latency'),
    ...histogramPlots('From the return from poll to data ready', ns.data, 'ns', 'time'),
    ...histogramPlots('From the interrupt to the commit', ns.whole ?? [], 'ns', 'time'),
    {
      kind: 'trace',
      title: 'Headroom before each commit',
      x: committedNs.map((atNs) => (atNs - committedNs[0]!) / 1e9),
      y: headroomFrames,
      xUnit: 's',
      yUnit: 'frames',
      xLabel: 'time',
      yLabel: 'headroom',
      marks: run.measured.result.xruns.map(({ atNs }) => ({ label: 'xrun', value: atNs / 1e9 })),
    },
  ];
}

function wakeupSamples(run: ExperimentRun<'wakeup'>): WakeupSamples {
  return {
    stampNs: rawColumn(run, 'stampNs'),
    dueNs: rawColumn(run, 'dueNs'),
    wokenNs: rawColumn(run, 'wokenNs'),
    readyNs: rawColumn(run, 'readyNs'),
    committedNs: rawColumn(run, 'committedNs'),
    passedFrames: rawColumn(run, 'passedFrames'),
    headroomFrames: rawColumn(run, 'headroomFrames'),
  };
}
