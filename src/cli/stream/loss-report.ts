import type { ChalkInstance } from 'chalk';
import type { PcmParams } from '../../device/params.js';
import type { LossEvent } from '../../stream/loss.js';
import { causeText } from '../../stream/loss-cause.js';
import { printable } from '../text/printable.js';
import { formatDuration } from '../text/timestamp.js';
import type { Truncation } from './stream-client.js';

/** Parameters in which losses and progress are expressed. */
export type StreamParams = Pick<PcmParams, 'direction' | 'rateHz' | 'bufferSize'>;

/** A loss as members of a JSON object. */
export function lossDocument({ kind: _, wallMs, ...figures }: LossEvent) {
  return {
    ...figures,
    wallTime: new Date(wallMs).toISOString(),
    monotonicNs: Math.round(figures.monotonicNs),
    durationNs: Math.round(figures.durationNs),
    wakeupLatencyNs: Math.round(figures.wakeupLatencyNs),
    sinceLastWakeupNs: Math.round(figures.sinceLastWakeupNs),
  };
}

/**
 * A loss as lines: position and amount, likely cause and remedy, the state before it, and the bound
 * of the error if the timestamps were not plausible.
 */
export function lossText(loss: LossEvent, params: StreamParams, paint: ChalkInstance): string {
  const { kind, count, lostFrames, silentFrames, durationNs, wakeupLatencyNs } = loss;
  const xrun = params.direction === 'playback' ? 'underrun' : 'overrun';
  const time = formatDuration(((lostFrames + silentFrames) / params.rateHz) * 1e9);
  const resumed = durationNs > 0 ? `; continued after ${formatDuration(durationNs)}` : '';
  const losses = count > 1 ? ` by ${count} losses` : '';
  const wakeup = Number.isNaN(wakeupLatencyNs)
    ? ''
    : `last wake-up ${formatDuration(wakeupLatencyNs)} late; `;
  // A playback is interrupted where its unplayed frames begin.
  const atFrame = loss.atFrame - (params.direction === 'playback' ? lostFrames : 0);
  const position = positionText({ ...loss, atFrame }, params);
  return [
    `${paint.red(kind === 'xrun' ? xrun : kind)} ${position}: ` +
      `${lossAmountText(lostFrames, silentFrames)} (${time})${losses}${resumed}`,
    `  likely cause: ${causeText(loss.cause)}`,
    `  before it: ring ${loss.fillFrames} of ${params.bufferSize} frames; ${wakeup}` +
      `no wake-up for the ${formatDuration(loss.sinceLastWakeupNs)} before the ${kind}`,
    ...(loss.clock === 'program' ? [`  ${paint.yellow(untrustedText(loss, params))}`] : []),
  ].join('\n');
}

/** The bounds of a loss that the driver's timestamps do not date. */
function untrustedText({ uncertaintyFrames }: LossEvent, { rateHz }: StreamParams): string {
  const time = formatDuration((uncertaintyFrames / rateHz) * 1e9);
  const bound = uncertaintyFrames === 0 ? '' : `, to within ${uncertaintyFrames} frames (${time})`;
  return `dated by the program's clock${bound}: the driver's timestamps are not plausible`;
}

/** `480 frames lost`, `480 frames silent`, or both. */
export function lossAmountText(lostFrames: number, silentFrames: number): string {
  const lost = lostFrames > 0 || silentFrames === 0 ? [`${lostFrames} frames lost`] : [];
  const silent = silentFrames > 0 ? [`${silentFrames} frames silent`] : [];
  return [...lost, ...silent].join(', ');
}

/** A truncation as members of a JSON object. */
export function truncationDocument({ position, wallMs, ...figures }: Truncation) {
  return {
    ...figures,
    wallTime: new Date(wallMs).toISOString(),
    file: position.path,
    fileFrame: position.frame,
  };
}

/** A truncation as a line of text. */
export function truncationText(
  truncation: Truncation,
  params: StreamParams,
  paint: ChalkInstance,
): string {
  const { position, lostFrames } = truncation;
  const file = position.path === '-' ? 'stdout' : printable(position.path);
  return (
    `${paint.red('truncated')} ${positionText(truncation, params)}: ` +
    `${lostFrames} captured frames are not in ${file}`
  );
}

/** `at frame 46089 (0.960 s) on 2026-11-23 06:33:52.126 UTC`. */
export function positionText(
  { atFrame, wallMs }: Pick<LossEvent, 'atFrame' | 'wallMs'>,
  { rateHz }: Pick<StreamParams, 'rateHz'>,
): string {
  const [date, time] = new Date(wallMs).toISOString().slice(0, -1).split('T');
  return `at frame ${atFrame} (${(atFrame / rateHz).toFixed(3)} s) on ${date} ${time} UTC`;
}
