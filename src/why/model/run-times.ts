import type { StateSpan } from './thread-states.js';

/** CPU time of a thread from each wake-up to its next sleep. */
export interface RunTimes {
  readonly count: number;
  readonly medianNs: number;
  readonly maxNs: number;
}

/**
 * Returns the time that a thread ran between two sleeps; that of a run which is not over at a
 * moment counts up to there. Undefined if it did not run.
 * @param states of the thread, in order
 */
export function runTimes(states: readonly StateSpan[], untilNs: number): RunTimes | undefined {
  const times: number[] = [];
  let runNs = 0;
  const end = () => {
    if (runNs > 0) times.push(runNs);
    runNs = 0;
  };
  for (const { state, fromNs, toNs } of states) {
    if (fromNs >= untilNs) break;
    if (state === 'running') runNs += Math.min(toNs, untilNs) - fromNs;
    // It may wait for its CPU in between.
    else if (state !== 'ready') end();
  }
  end();
  times.sort((one, other) => one - other);
  const [medianNs, maxNs] = [times[times.length >> 1], times.at(-1)];
  return medianNs === undefined || maxNs === undefined
    ? undefined
    : { count: times.length, medianNs, maxNs };
}
