import type { ChalkInstance } from 'chalk';
import type { MeasureOpened } from '../../measure/job.js';
import type { LatencyResult, LatencyRun } from '../../measure/latency/statistic.js';
import type { Summary } from '../../measure/statistic/percentiles.js';
import { printable } from '../text/printable.js';
import type { Row } from '../text/rows.js';
import { formatDuration } from '../text/timestamp.js';

/** How long the loop takes, for people. */
export function latencyRows(
  result: LatencyResult,
  { identity, params: { rateHz, bufferSize } }: MeasureOpened,
  paint: ChalkInstance,
): Row[] {
  const { loopFrames, runs, heard, spoiled } = result;
  const frames = (count: number) =>
    `${count.toFixed(3)} frames, ${formatDuration((count * 1e9) / rateHz)}`;
  const late = spoiled === 0 ? '' : `; ${spoiled} more came too late`;
  const { captureDevice } = result;
  const ear = captureDevice === identity.name ? '' : `by ${printable(captureDevice)} `;
  const playings = `${ear}in ${heard} of ${runs.length} runs${late}`;
  if (loopFrames === undefined) {
    return [['loop', paint.yellow('not heard'), playings], ...levelRows(runs, paint)];
  }
  const sure = runs.filter((run) => run.heard);
  return [
    ['loop', frames(loopFrames.p50), `from hw_ptr to hw_ptr; heard ${playings}`],
    ['spread', `${(loopFrames.most - loopFrames.least).toFixed(3)} frames`, spreadText(loopFrames)],
    claimRow(result, loopFrames.p50, sure, frames),
    [
      'through rings',
      frames(result.ringFrames!),
      `with ${Math.round(result.ringFrames! - loopFrames.p50)} of ${bufferSize} frames queued before it`,
    ],
    soundRow(result, sure, paint),
    pointerRow(sure, paint),
    ...levelRows(runs, paint),
  ];
}

function spreadText({ least, most, deviation }: Summary): string {
  return `${least.toFixed(3)} to ${most.toFixed(3)}, deviation ${deviation.toFixed(4)}`;
}

function claimRow(
  { claimedFrames }: LatencyResult,
  loop: number,
  sure: readonly LatencyRun[],
  frames: (count: number) => string,
): Row {
  if (claimedFrames === undefined) {
    return ['delay claims', 'no more than the pointers', 'the built-in card has no ioctl DELAY'];
  }
  const side = (of: 'playback' | 'capture') => median(sure, (run) => run.claimedFrames![of]);
  return [
    'delay claims',
    `${claimedFrames} frames`,
    `beyond the pointers: playback ${side('playback')}, capture ${side('capture')}; ` +
      `it says nothing of ${frames(loop - claimedFrames)}`,
  ];
}

function soundRow(
  { inverted, gain }: LatencyResult,
  sure: readonly LatencyRun[],
  paint: ChalkInstance,
): Row {
  const confidence = Math.min(...sure.map((run) => run.confidence));
  const polarity = inverted ? paint.yellow('inverted') : 'not inverted';
  const decibel = 20 * Math.log10(Math.abs(gain!));
  return [
    'heard',
    polarity,
    `${decibel.toFixed(2)} dB against what was played, on channel ${sure[0]!.channel + 1}; confidence ${confidence.toFixed(1)}`,
  ];
}

/** Whether the two sides count the same frames. */
function pointerRow(sure: readonly LatencyRun[], paint: ChalkInstance): Row {
  const spread = Math.max(...sure.map(({ offset }) => offset.spreadFrames));
  const ppm = median(sure, ({ offset }) => offset.ppm);
  return [
    'pointers',
    ppm === 0 ? 'on one clock' : paint.yellow(`capture ${ppm.toFixed(1)} ppm off`),
    `known to one another to ${spread.toFixed(2)} frames`,
  ];
}

function levelRows(runs: readonly LatencyRun[], paint: ChalkInstance): Row[] {
  const peak = Math.max(...runs.map(({ peakDbfs }) => peakDbfs));
  const rms = Math.max(...runs.map(({ rmsDbfs }) => rmsDbfs));
  const clipped = runs.reduce((sum, run) => sum + run.clipped, 0);
  const level = (dbfs: number) => (Number.isFinite(dbfs) ? `${dbfs.toFixed(1)} dBFS` : 'silence');
  return [
    [
      'level',
      level(peak),
      `peak; RMS ${level(rms)}`,
      ...(clipped === 0 ? [] : [paint.yellow(`${clipped} samples clipped: turn it down`)]),
    ],
  ];
}

function median(runs: readonly LatencyRun[], of: (run: LatencyRun) => number): number {
  const sorted = runs.map(of).sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
