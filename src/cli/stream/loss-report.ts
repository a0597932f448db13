import type { ChalkInstance } from 'chalk';
import type { LossEvent } from '../../stream/loss.js';
import { printable } from '../text/printable.js';
import { formatDuration } from '../text/timestamp.js';
import type { Truncation } from './stream-client.js';

/** Name of a loss in the event stream. */
export function lossEventName({ cause }: LossEvent): string {
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

/** A loss as a line for people: where, when, how long, how much, and how it was just before. */
export function lossText(loss: LossEvent, rateHz: number, paint: ChalkInstance): string {
  const seconds = (loss.atFrame / rateHz).toFixed(3);
  const wallTime = new Date(loss.wallMs).toISOString();
  const duration = loss.durationNs > 0 ? ` for ${formatDuration(loss.durationNs)}` : '';
  const before =
    `fill ${loss.fillFrames}, woken ${formatDuration(loss.wakeupLatencyNs)} late, ` +
    `then not for ${formatDuration(loss.sinceLastWakeupNs)}`;
  return (
    `${paint.red(lossEventName(loss))} at frame ${loss.atFrame} (${seconds} s), ${wallTime}${duration}: ` +
    `${lossAmountText(loss.lostFrames, loss.silentFrames)} (before: ${before})`
  );
}

/** `480 frames lost`, `480 frames silent`, or both. */
export function lossAmountText(lostFrames: number, silentFrames: number): string {
  const lost = lostFrames > 0 || silentFrames === 0 ? [`${lostFrames} frames lost`] : [];
  const silent = silentFrames > 0 ? [`${silentFrames} frames silent`] : [];
  return [...lost, ...silent].join(', ');
}

/** A cut as members of a JSON object. */
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

/** A cut as a line for people. */
export function truncationText(cut: Truncation, rateHz: number, paint: ChalkInstance): string {
  const { atFrame, position, lostFrames } = cut;
  const seconds = (atFrame / rateHz).toFixed(3);
  const wallTime = new Date(cut.wallMs).toISOString();
  const where = position.path === '-' ? 'stdout' : printable(position.path);
  return (
    `${paint.red('cut')} at frame ${atFrame} (${seconds} s), ${wallTime}: ` +
    `${lostFrames} captured frames are not in ${where}`
  );
}
