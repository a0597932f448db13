import type { StreamTask } from '../plan.js';
import { median } from '../statistic/percentiles.js';

const INTERVAL_MS = 0.25;
const MIN_READS = 40;

/** Positions of hw_ptr by queries, from START on. */
export interface StartUpSamples {
  readonly frame: readonly number[];
  readonly sinceStartNs: readonly number[];
}

/**
 * Queries the hardware (HWSYNC) about every 0.25 ms from START on.
 * @param task open and not started yet; runs for its planned time
 */
export function watchStartUp({ stream, time, plan, progress }: StreamTask): StartUpSamples {
  const frame: number[] = [];
  const sinceStartNs: number[] = [];
  stream.start();
  // The time START itself takes is not a delay: the simulated card creates a thread in it.
  const startNs = time.nowNs();
  let nowNs = startNs;
  while (nowNs - startNs < plan.durationSeconds * 1e9 && !progress.stopRequested) {
    time.sleepMs(INTERVAL_MS);
    nowNs = time.nowNs();
    stream.query();
    stream.follow();
    frame.push(stream.position);
    sinceStartNs.push(nowNs - startNs);
  }
  return { frame, sinceStartNs };
}

/**
 * Frames from START until hw_ptr moves at its normal rate: its lag behind an even rate from START
 * on, by the median of the second half. Undefined if there is too little data.
 * @param blockFrames step of the pointer: on average it lags by half of it
 */
export function startDelayFrames(
  { frame, sinceStartNs }: StartUpSamples,
  rateHz: number,
  blockFrames: number,
): number | undefined {
  if (frame.length < MIN_READS || frame[frame.length - 1] === 0) return undefined;
  const behind = frame.map((at, i) => (sinceStartNs[i]! * rateHz) / 1e9 - at);
  const later = median(behind.slice(behind.length >> 1));
  return Math.max(0, later - blockFrames / 2);
}
