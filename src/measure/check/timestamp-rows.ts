import type { PointerSamples } from '../pointer/samples.js';

/** A difference to now above this means another clock; any two clocks differ by years. */
const OTHER_CLOCK_NS = 60e9;
/** Tolerance by which a timestamp may be ahead of a clock read after it. */
export const AHEAD_NS = 1e6;

/** Tests the timestamp in a row. */
type RowTest = (rows: PointerSamples, row: number, beforeStartNs: number) => boolean;

export const isUnset: RowTest = ({ stampNs }, row) => stampNs[row] === 0;
export const isOtherClock: RowTest = ({ stampNs, seenNs }, row) =>
  Math.abs(seenNs[row]! - stampNs[row]!) > OTHER_CLOCK_NS;
/** True if the timestamp is earlier than the one before it. */
export const isBackward: RowTest = ({ stampNs }, row) => stampNs[row]! < stampNs[row - 1]!;
/** True if hw_ptr moved but its timestamp did not change. */
export const isFrozen: RowTest = ({ stampNs, frame }, row) =>
  frame[row]! > frame[row - 1]! && stampNs[row] === stampNs[row - 1];
export const isBeforeStart: RowTest = ({ stampNs }, row, beforeStartNs) =>
  stampNs[row]! < beforeStartNs - AHEAD_NS;

const FAULTS = [isUnset, isOtherClock, isBackward, isFrozen, isBeforeStart];

/**
 * First row from `from` on that matches; undefined if none does.
 * @param beforeStartNs needed for `isBeforeStart` only
 */
export function firstRow(
  rows: PointerSamples,
  matches: RowTest,
  from = 1,
  beforeStartNs = 0,
): number | undefined {
  for (let row = from; row < rows.frame.length; row++) {
    if (matches(rows, row, beforeStartNs)) return row;
  }
  return undefined;
}

/** True if every timestamp is plausible, so that time can be measured by them. */
export function timestampsPlausible(rows: PointerSamples, beforeStartNs: number): boolean {
  return FAULTS.every((isFault) => firstRow(rows, isFault, 1, beforeStartNs) === undefined);
}
