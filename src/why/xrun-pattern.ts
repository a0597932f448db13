import type { Account, Cause } from './account.js';

/** Common features of many xruns. */
export interface XrunPattern {
  /** Similar causes, most frequent first. */
  readonly causes: readonly { readonly cause: Cause; readonly count: number }[];
  /** Median time between two xruns of a stream. */
  readonly intervalNs: number;
  /** True if nearly all intervals are within a tenth of the median, or of multiples of it. */
  readonly isRegular: boolean;
}

/** Fewer intervals show no regularity. */
const MIN_INTERVALS = 3;

/** Returns the pattern of the xruns of one stream; undefined for fewer than two. */
export function xrunPattern(accounts: readonly Account[]): XrunPattern | undefined {
  const times = accounts.map(({ ranDryNs }) => ranDryNs).sort((one, other) => one - other);
  const intervals = times.slice(1).map((ns, index) => ns - times[index]!);
  const intervalNs = intervals.toSorted((one, other) => one - other)[intervals.length >> 1];
  if (intervalNs === undefined) return undefined;
  const regular = intervals.filter((ns) => {
    const multiple = Math.max(Math.round(ns / intervalNs), 1);
    return Math.abs(ns - multiple * intervalNs) < intervalNs / 10;
  });
  return {
    causes: countCauses(accounts),
    intervalNs,
    isRegular: intervals.length >= MIN_INTERVALS && regular.length >= 0.9 * intervals.length,
  };
}

/** Causes are similar if kind, name of the culprit, call and interrupt are equal. */
function countCauses(accounts: readonly Account[]): XrunPattern['causes'] {
  const counts = new Map<string, { readonly cause: Cause; count: number }>();
  for (const { cause } of accounts) {
    const { kind, culprit, call, interrupt, signal, detail } = cause;
    const key = JSON.stringify([kind, culprit?.command, call, interrupt, signal, detail]);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { cause, count: 1 });
    else known.count++;
  }
  return [...counts.values()].sort((one, other) => other.count - one.count);
}
