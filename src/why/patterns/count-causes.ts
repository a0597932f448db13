import type { Cause } from '../account/account.js';

/** A cause, and the number of those that are similar to it. */
export interface CauseCount {
  readonly cause: Cause;
  readonly count: number;
}

/**
 * Counts similar causes, most frequent first. Causes are similar if kind, name of the culprit, call
 * and interrupt are equal.
 */
export function countCauses(causes: readonly Cause[]): CauseCount[] {
  const counts = new Map<string, { readonly cause: Cause; count: number }>();
  for (const cause of causes) {
    const { kind, culprit, call, interrupt, signal, detail } = cause;
    const key = JSON.stringify([kind, culprit?.command, call, interrupt, signal, detail]);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { cause, count: 1 });
    else known.count++;
  }
  return [...counts.values()].sort((one, other) => other.count - one.count);
}
