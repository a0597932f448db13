import type { PointerSamples } from '../pointer/samples.js';

/** A difference to now above this means another clock; any two clocks differ by years. */
const OTHER_CLOCK_NS = 60e9;
/** Tolerance by which a timestamp may be ahead of a clock read after it. */
export const AHEAD_NS = 1e6;

/** First row from `from` on that matches; undefined if none does. */
export function firstRow(
  rows: PointerSamples,
  matches: (row: number) => boolean,
  from = 1,
): number | undefined {
  for (let row = from; row < rows.frame.length; row++) if (matches(row)) return row;
  return undefined;
}

export function isUnset({ stampNs }: PointerSamples, row: number): boolean {
  return stampNs[row] === 0;
}

export function isOtherClock({ stampNs, seenNs }: PointerSamples, row: number): boolean {
  return Math.abs(seenNs[row]! - stampNs[row]!) > OTHER_CLOCK_NS;
}

/** True if the timestamp is earlier than the one before it. */
export function isBackward({ stampNs }: PointerSamples, row: number): boolean {
  return stampNs[row]! < stampNs[row - 1]!;
}

/** True if hw_ptr moved but its timestamp did not change. */
export function isFrozen({ stampNs, frame }: PointerSamples, row: number): boolean {
  return frame[row]! > frame[row - 1]! && stampNs[row] === stampNs[row - 1];
}

export function isBeforeStart({ stampNs }: PointerSamples, row: number, startNs: number): boolean {
  return stampNs[row]! < startNs - AHEAD_NS;
}

/** True if every timestamp is plausible, so that time can be measured by them. */
export function timestampsPlausible(rows: PointerSamples, startNs: number): boolean {
  const isImplausible = (row: number) =>
    isUnset(rows, row) ||
    isOtherClock(rows, row) ||
    isBackward(rows, row) ||
    isFrozen(rows, row) ||
    isBeforeStart(rows, row, startNs);
  return firstRow(rows, isImplausible) === undefined;
}
