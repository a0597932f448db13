import type { Account } from '../account/account.js';
import { type CauseCount, countCauses } from './count-causes.js';

/** Common features of many xruns. */
export interface XrunPattern {
  /** Similar causes, most frequent first. */
  readonly causes: readonly CauseCount[];
  /** Median time between two xruns of a stream. */
  readonly intervalNs: number;
  /** True if nearly all intervals are within a tenth of the median, or of multiples of it. */
  readonly isRegular: boolean;
  /** Xruns an hour; undefined if the first and the last are less than ten minutes apart. */
  readonly perHour: number | undefined;
  /** Threads and interrupts that had a part in several xruns, most frequent first. */
  readonly involved: readonly Involved[];
}

/** A thread or an interrupt, and the number of xruns in which it had a part of the time. */
export interface Involved {
  readonly name: string;
  readonly count: number;
}

/** Parts with a smaller share do not count. */
const MIN_INVOLVED_SHARE = 0.1;

/** Fewer intervals show no regularity. */
const MIN_INTERVALS = 3;
/** A shorter time does not show how often an xrun comes. */
const MIN_RATE_NS = 600e9;
const HOUR_NS = 3600e9;

/** Returns the pattern of the xruns of one stream; undefined for fewer than two. */
export function xrunPattern(accounts: readonly Account[]): XrunPattern | undefined {
  const times = accounts.map(({ ranDryNs }) => ranDryNs).sort((one, other) => one - other);
  const intervals = times.slice(1).map((ns, index) => ns - times[index]!);
  const intervalNs = intervals.toSorted((one, other) => one - other)[intervals.length >> 1];
  if (intervalNs === undefined) return undefined;
  const totalNs = times.at(-1)! - times[0]!;
  const regular = intervals.filter((ns) => {
    const multiple = Math.max(Math.round(ns / intervalNs), 1);
    return Math.abs(ns - multiple * intervalNs) < intervalNs / 10;
  });
  return {
    causes: countCauses(accounts.map(({ cause }) => cause)),
    involved: countInvolved(accounts),
    intervalNs,
    isRegular: intervals.length >= MIN_INTERVALS && regular.length >= 0.9 * intervals.length,
    perHour: totalNs < MIN_RATE_NS ? undefined : (HOUR_NS * intervals.length) / totalNs,
  };
}

/** Each xrun counts once for a thread or an interrupt. */
function countInvolved(accounts: readonly Account[]): Involved[] {
  const counts = new Map<string, number>();
  for (const { parts } of accounts) {
    const names = parts
      .filter(({ share }) => share >= MIN_INVOLVED_SHARE)
      .flatMap(({ culprit, interrupt }) => interrupt ?? culprit?.command ?? []);
    for (const name of new Set(names)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count);
}
