import type { PcmParams } from '../../device/params.js';
import type { Summary } from '../../measure/statistic/percentiles.js';
import type { WakeupResult } from '../../measure/wakeup/statistic.js';
import type { Row } from '../text/rows.js';
import { formatDuration } from '../text/timestamp.js';

const MOST_TOLD = 10;

export const WAKEUP_HEAD = ['', 'least', 'median', 'p99', 'p99.9', 'most'];

/** How long each part of a turn takes, as cells below that head. */
export function stageCells({ stagesNs }: WakeupResult, direction: string): string[][] {
  const { interrupt, poll, data, commit, whole } = stagesNs;
  const ready = direction === 'playback' ? 'ring filled' : 'ring read';
  const stages: [string, Summary | undefined][] = [
    ['end of a period to interrupt', interrupt],
    ['interrupt to return from poll', poll],
    [`return from poll to ${ready}`, data],
    [`${ready} to commit`, commit],
    ['interrupt to commit', whole],
  ];
  return stages.map(([name, ns]) => {
    if (ns === undefined) return [name, '-', '-', '-', '-', '-'];
    return [name, ...[ns.least, ns.p50, ns.p99, ns.p999, ns.most].map(formatDuration)];
  });
}

/** What else there is to say of them. */
export function wakeupRows(result: WakeupResult, params: PcmParams): Row[] {
  const { turns, late, leftFrames, leftNs, suspends } = result;
  const frames = (count: number) => `${Math.floor(count)} frames`;
  const what = params.direction === 'playback' ? 'still to play' : 'room left';
  return [
    ['turns', String(turns), `${late} after the next period was over too${suspended(suspends)}`],
    ['left', frames(leftFrames.least), `${formatDuration(leftNs.least)} to an xrun, at the least`],
    [
      '',
      frames(leftFrames.p1),
      `${formatDuration(leftNs.p1)}, but for one turn in a hundred; ${what}, before each commit`,
    ],
    [
      '',
      frames(leftFrames.p50),
      `${formatDuration(leftNs.p50)}, the median of ${params.bufferSize}`,
    ],
    ...xrunRows(result),
    ...timestampRows(result, params),
  ];
}

function suspended(suspends: number): string {
  return suspends > 0 ? `; suspended ${suspends} times` : '';
}

function xrunRows({ xruns }: WakeupResult): Row[] {
  if (xruns.length === 0) return [['xruns', 'none']];
  const told = xruns.slice(0, MOST_TOLD).map(({ atFrame, atNs, sinceLastWakeupNs }, place): Row => {
    const name = place === 0 ? 'xruns' : '';
    const count = place === 0 ? `${xruns.length}:` : '';
    const when = `after ${formatDuration(atNs)}, ${formatDuration(sinceLastWakeupNs)} from the turn before`;
    return [name, `${count} at frame ${atFrame}`.trim(), when];
  });
  const more = xruns.length - told.length;
  return more > 0 ? [...told, ['', `and ${more} more`]] : told;
}

function timestampRows({ timestamps, stagesNs }: WakeupResult, { tstampType }: PcmParams): Row[] {
  const rows: Row[] = [];
  if (timestamps === 'none') {
    rows.push(['timestamps', 'none', 'the driver gives none: when the interrupt was is not known']);
  }
  if (timestamps === 'other clock') {
    const what = 'they are not of CLOCK_MONOTONIC: when the interrupt was is not known';
    rows.push(['timestamps', tstampType, what]);
  }
  if (stagesNs.interrupt === undefined) {
    rows.push(['interrupt', 'at a period', 'hw_ptr does not move finely enough to tell how late']);
  }
  return rows;
}
