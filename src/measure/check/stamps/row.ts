import type { PointerSamples } from '../../pointer/samples.js';

/** Farther from now than that is another clock: it is years between any two of them. */
const OTHER_CLOCK_NS = 60e9;
/** What a stamp may be ahead of the clock that is read after it. */
export const AHEAD_NS = 1e6;

/** The first row whose timestamp, or its relation to the row before, is as said; undefined for none. */
export function firstRow(
  rows: PointerSamples,
  isWrong: (row: number) => boolean,
  from = 1,
): number | undefined {
  for (let row = from; row < rows.frame.length; row++) if (isWrong(row)) return row;
  return undefined;
}

export function isUnset({ stampNs }: PointerSamples, row: number): boolean {
  return stampNs[row] === 0;
}

export function isOfOtherClock({ stampNs, seenNs }: PointerSamples, row: number): boolean {
  return Math.abs(seenNs[row]! - stampNs[row]!) > OTHER_CLOCK_NS;
}

/** Whether it is earlier than the one before. */
export function isBackward({ stampNs }: PointerSamples, row: number): boolean {
  return stampNs[row]! < stampNs[row - 1]!;
}

/** Whether hw_ptr moved on, and it did not. */
export function isFrozen({ stampNs, frame }: PointerSamples, row: number): boolean {
  return frame[row]! > frame[row - 1]! && stampNs[row] === stampNs[row - 1];
}

export function isBeforeStart({ stampNs }: PointerSamples, row: number, startNs: number): boolean {
  return stampNs[row]! < startNs - AHEAD_NS;
}

/** Whether all timestamps are such that time can be measured by them. */
export function stampsHold(rows: PointerSamples, startNs: number): boolean {
  const isWrong = (row: number) =>
    isUnset(rows, row) ||
    isOfOtherClock(rows, row) ||
    isBackward(rows, row) ||
    isFrozen(rows, row) ||
    isBeforeStart(rows, row, startNs);
  return firstRow(rows, isWrong) === undefined;
}
