import type { ChalkInstance } from 'chalk';
import type { LossEvent } from '../../stream/loss.js';
import { printable } from '../text/printable.js';
import { formatDuration } from '../text/timestamp.js';
import type { Truncation } from './stream-client.js';

/** Name of a loss in JSON, cue labels and messages: `xrun`, `suspend` or `fifo-overflow`. */
export function lossEventName({ cause }: { readonly cause: string }): string {
  return cause;
}

/** A loss as members of a JSON object. */
export function lossDocument({ cause: _, wallMs, ...figures }: LossEvent): object {
  const { monotonicNs, durationNs, wakeupLatencyNs, sinceLastWakeupNs } = figures;
  return {
    ...figures,
    wallTime: new Date(wallMs).toISOString(),
    monotonicNs: Math.round(monotonicNs),
    durationNs: Math.round(durationNs),
    wakeupLatencyNs: Math.round(wakeupLatencyNs),
    sinceLastWakeupNs: Math.round(sinceLastWakeupNs),
  };
}

/** A loss as a line of text: position, time, duration, amount, and the state before it. */
export function lossText(loss: LossEvent, rateHz: number, paint: ChalkInstance): string {
  const seconds = (loss.atFrame / rateHz).toFixed(3);
  const wallTime = new Date(loss.wallMs).toISOString();
  const duration = loss.durationNs > 0 ? ` for ${formatDuration(loss.durationNs)}` : '';
  const before =
    `fill ${loss.fillFrames}, last wake-up ${formatDuration(loss.wakeupLatencyNs)} late, ` +
    `no wake-up for ${formatDuration(loss.sinceLastWakeupNs)}`;
  return (
    `${paint.red(lossEventName(loss))} at frame ${loss.atFrame} (${seconds} s), ` +
    `${wallTime}${duration}: ` +
    `${lossAmountText(loss.lostFrames, loss.silentFrames)} (before: ${before})`
  );
}

/** `480 frames lost`, `480 frames silent`, or both. */
export function lossAmountText(lostFrames: number, silentFrames: number): string {
  const lost = lostFrames > 0 || silentFrames === 0 ? [`${lostFrames} frames lost`] : [];
  const silent = silentFrames > 0 ? [`${silentFrames} frames silent`] : [];
  return [...lost, ...silent].join(', ');
}

/** A truncation as members of a JSON object. */
export function truncationDocument({
  atFrame,
  position,
  wallMs,
  monotonicNs,
  lostFrames,
}: Truncation): object {
  const wallTime = new Date(wallMs).toISOString();
  return {
    atFrame,
    wallTime,
    monotonicNs,
    lostFrames,
    file: position.path,
    fileFrame: position.frame,
  };
}

/** A truncation as a line of text. */
export function truncationText(
  truncation: Truncation,
  rateHz: number,
  paint: ChalkInstance,
): string {
  const { atFrame, position, lostFrames } = truncation;
  const seconds = (atFrame / rateHz).toFixed(3);
  const wallTime = new Date(truncation.wallMs).toISOString();
  const where = position.path === '-' ? 'stdout' : printable(position.path);
  return (
    `${paint.red('truncated')} at frame ${atFrame} (${seconds} s), ${wallTime}: ` +
    `${lostFrames} captured frames are not in ${where}`
  );
}
