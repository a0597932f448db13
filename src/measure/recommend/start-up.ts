import type { StreamTask } from '../plan.js';
import { median } from '../statistic/percentiles.js';

const LOOK_MS = 0.25;
const FEWEST_LOOKS = 40;

/** hw_ptr as it was found when asked for, from START on. */
export interface StartUpSamples {
  readonly frame: readonly number[];
  readonly sinceStartNs: readonly number[];
}

/**
 * Asks the hardware where it is (HWSYNC), about every 0.25 ms from START on.
 * @param task open, and not started yet; runs for its plan's time
 */
export function watchStartUp({ stream, time, plan, progress }: StreamTask): StartUpSamples {
  const frame: number[] = [];
  const sinceStartNs: number[] = [];
  stream.start();
  // What START itself takes is nobody's delay: the built-in card creates a thread in it.
  const startNs = time.nowNs();
  let nowNs = startNs;
  while (nowNs - startNs < plan.durationSeconds * 1e9 && !progress.stopAsked) {
    time.sleepMs(LOOK_MS);
    nowNs = time.nowNs();
    stream.query();
    stream.follow();
    frame.push(stream.position);
    sinceStartNs.push(nowNs - startNs);
  }
  return { frame, sinceStartNs };
}

/**
 * The frames from START until hw_ptr moves as it does later: how far it is behind an even rate from
 * START on, once it runs, by the median of the second half. Undefined where that is too little to tell.
 * @param blockFrames by how many it moves: on the average it is half of that behind
 */
export function startDelayFrames(
  { frame, sinceStartNs }: StartUpSamples,
  rateHz: number,
  blockFrames: number,
): number | undefined {
  if (frame.length < FEWEST_LOOKS || frame[frame.length - 1] === 0) return undefined;
  const behind = frame.map((at, i) => (sinceStartNs[i]! * rateHz) / 1e9 - at);
  const later = median(behind.slice(behind.length >> 1));
  return Math.max(0, later - blockFrames / 2);
}
