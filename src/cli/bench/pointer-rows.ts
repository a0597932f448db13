import type { ChalkInstance } from 'chalk';
import type { PcmParams } from '../../device/params.js';
import type { PointerFault } from '../../measure/pointer/faults.js';
import type { PointerResult } from '../../measure/pointer/statistic.js';
import type { Summary } from '../../measure/statistic/percentiles.js';
import type { WindowResult } from '../../measure/window/statistic.js';
import type { Row } from '../text/rows.js';
import { formatDuration } from '../text/timestamp.js';

const MOST_TOLD = 20;

/** How hw_ptr moves, for people. */
export function pointerRows(
  result: PointerResult,
  { rateHz, bufferSize }: PcmParams,
  paint: ChalkInstance,
): Row[] {
  const { updates, claims, interruptSteps, interruptIntervalsNs, querySteps, faults } = result;
  const all = updates.alone + updates.between + updates.asked;
  const share = all === 0 ? 0 : Math.round((100 * updates.asked) / all);
  const remark = claims.agrees ? claims.remark : paint.yellow(claims.remark);
  return [
    ['moves', granularityText(result), remark],
    [
      'at interrupts',
      steps(interruptSteps),
      interruptIntervalsNs === undefined
        ? 'too few to tell'
        : `every ${formatDuration(interruptIntervalsNs.p50)}, ${formatDuration(interruptIntervalsNs.least)} to ${formatDuration(interruptIntervalsNs.most)}`,
    ],
    [
      'on query',
      steps(querySteps),
      `${updates.queries} asked, ${updates.asked} moved it; ${share} % of all updates`,
    ],
    [
      'against time',
      `${result.largestLeadFrames.toFixed(1)} frames ahead, ${result.largestLagFrames.toFixed(1)} behind`,
      'at most, in one step',
    ],
    [
      'first update',
      result.firstUpdateNs === undefined ? 'none' : formatDuration(result.firstUpdateNs),
      'from the start of the measurement',
    ],
    ...windowRows(result.window),
    ...faultRows(faults, rateHz, bufferSize),
  ];
}

/** What a loop tells of the memory around the pointer. */
function windowRows(window: WindowResult | undefined): Row[] {
  if (window === undefined) return [];
  const { readAheadFrames: ahead, staleFrames, rewrites, reads } = window;
  if (ahead === undefined) return [['loop', 'not heard', 'nothing is known of read-ahead']];
  return [
    [
      'read-ahead',
      ahead.least === ahead.most
        ? `${ahead.most} frames`
        : `${ahead.least} to ${ahead.most} frames`,
      `what was written nearer to hw_ptr was not heard; of ${rewrites} times`,
    ],
    [
      'stale data',
      `${staleFrames} frames`,
      `what was read nearer to hw_ptr of capture was not there yet; of ${reads} times`,
    ],
  ];
}

function granularityText({ granularity, blockFrames, exactBlocks }: PointerResult): string {
  switch (granularity) {
    case 'frame':
      return 'by single frames';
    case 'block':
      return `in blocks of ${exactBlocks ? '' : 'about '}${blockFrames} frames`;
    case 'period':
      return `by whole periods, ${exactBlocks ? '' : 'about '}${blockFrames} frames`;
    case 'unknown':
      return 'too little to tell';
  }
}

function steps(found: Summary | undefined): string {
  if (found === undefined) return 'no steps';
  const { count, least, p50, most } = found;
  return least === most
    ? `${count} steps of ${p50}`
    : `${count} steps, median ${p50}, ${least} to ${most}`;
}

function faultRows(faults: readonly PointerFault[], rateHz: number, bufferSize: number): Row[] {
  if (faults.length === 0) return [['faults', 'none']];
  const told = faults.slice(0, MOST_TOLD).map((fault, place): Row => {
    const when = `at frame ${fault.atFrame}, after ${formatDuration(fault.atNs)}`;
    const name = place === 0 ? 'faults' : '';
    return [name, faultText(fault, rateHz), `${when}${otherReading(fault, bufferSize)}`];
  });
  const more = faults.length - told.length;
  return more > 0 ? [...told, ['', `and ${more} more`]] : told;
}

/** The kernel takes a position below the last one for a wrap of the ring: a jump of nearly all of it. */
function otherReading({ what, frames }: PointerFault, bufferSize: number): string {
  const back = bufferSize - frames;
  const isLikely = what === 'jump' && back > 0 && back < bufferSize / 2;
  return isLikely ? `; or a driver's step back by ${back}` : '';
}

function faultText({ what, frames, durationNs, goesOn }: PointerFault, rateHz: number): string {
  const time = formatDuration((frames * 1e9) / rateHz);
  switch (what) {
    case 'backward':
      return `back by ${frames} frames, ${time}`;
    case 'jump':
      return `ahead of time by ${frames} frames, ${time}`;
    case 'slip':
      return `behind time by ${frames} frames, ${time}`;
    case 'stuck':
      return `stuck for ${formatDuration(durationNs)}${goesOn ? '' : ', to the end'}`;
  }
}
