import type { ChalkInstance } from 'chalk';
import type { LossCause, LossEvent } from '../../stream/loss.js';
import { printable } from '../text/printable.js';
import { durationText } from '../text/timestamp.js';
import type { Cut } from './side.js';

const NAMES: Record<LossCause, string> = { xrun: 'xrun', suspend: 'suspend', fifo: 'gap' };

/** What an object of the event stream is called. A gap was captured, but not taken in time. */
export function lossName({ cause }: LossEvent): string {
  return NAMES[cause];
}

/** A loss as members of a JSON object. */
export function lossFigures({ cause: _, wallMs, ...figures }: LossEvent): object {
  const { monotonicNs, durationNs, wakeUpDelayNs, unseenNs } = figures;
  return {
    ...figures,
    wallTime: new Date(wallMs).toISOString(),
    monotonicNs: Math.round(monotonicNs),
    durationNs: Math.round(durationNs),
    wakeUpDelayNs: Math.round(wakeUpDelayNs),
    unseenNs: Math.round(unseenNs),
  };
}

/** A loss as a line for people: where, when, how long, how much, and how it was just before. */
export function lossText(loss: LossEvent, rateHz: number, paint: ChalkInstance): string {
  const seconds = (loss.atFrame / rateHz).toFixed(3);
  const wallTime = new Date(loss.wallMs).toISOString();
  const duration = loss.durationNs > 0 ? ` for ${durationText(loss.durationNs)}` : '';
  const before =
    `fill ${loss.fillFrames}, woken ${durationText(loss.wakeUpDelayNs)} late, ` +
    `then not for ${durationText(loss.unseenNs)}`;
  return (
    `${paint.red(lossName(loss))} at frame ${loss.atFrame} (${seconds} s), ${wallTime}${duration}: ` +
    `${amountText(loss.lostFrames, loss.insertedFrames)} (before: ${before})`
  );
}

/** `480 frames lost`, `480 frames silent`, or both. */
export function amountText(lostFrames: number, silentFrames: number): string {
  const lost = lostFrames > 0 || silentFrames === 0 ? [`${lostFrames} frames lost`] : [];
  const silent = silentFrames > 0 ? [`${silentFrames} frames silent`] : [];
  return [...lost, ...silent].join(', ');
}

/** A cut as members of a JSON object. */
export function cutFigures({ atFrame, place, wallMs, monotonicNs, lostFrames }: Cut): object {
  const wallTime = new Date(wallMs).toISOString();
  return { atFrame, wallTime, monotonicNs, lostFrames, file: place.path, fileFrame: place.frame };
}

/** A cut as a line for people. */
export function cutText(cut: Cut, rateHz: number, paint: ChalkInstance): string {
  const { atFrame, place, lostFrames } = cut;
  const seconds = (atFrame / rateHz).toFixed(3);
  const wallTime = new Date(cut.wallMs).toISOString();
  const where = place.path === '-' ? 'stdout' : printable(place.path);
  return (
    `${paint.red('cut')} at frame ${atFrame} (${seconds} s), ${wallTime}: ` +
    `${lostFrames} captured frames are not in ${where}`
  );
}
