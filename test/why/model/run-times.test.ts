import { expect, it } from 'vitest';
import { runTimes } from '../../../src/why/model/run-times.js';
import type { StateSpan, ThreadState } from '../../../src/why/model/thread-states.js';

/** Spans without a gap, each with its length in ms. */
function spans(...parts: readonly (readonly [state: ThreadState['state'], ms: number])[]) {
  let ns = 0;
  return parts.map(([state, ms]) => {
    const span = { fromNs: ns, toNs: ns + 1e6 * ms };
    ns = span.toNs;
    const states: Record<ThreadState['state'], ThreadState> = {
      running: { state: 'running', cpu: 0 },
      ready: { state: 'ready', cpu: 0, preempted: true },
      asleep: { state: 'asleep', uninterruptible: false, faulting: false },
      stopped: { state: 'stopped', traced: false },
      unknown: { state: 'unknown', reason: 'no-event' },
    };
    return { ...states[state], ...span } satisfies StateSpan;
  });
}

it('adds up the time of a run that waits for its CPU', () => {
  const states = spans(
    ...([
      ['asleep', 9],
      ['ready', 1],
      ['running', 2],
      ['ready', 5],
      ['running', 1],
    ] as const),
    ...([
      ['asleep', 9],
      ['running', 4],
      ['asleep', 9],
      ['running', 7],
    ] as const),
  );
  expect(runTimes(states, 1e9)).toEqual({ count: 3, medianNs: 4e6, maxNs: 7e6 });
});

it('counts a run that is not over up to the moment', () => {
  const states = spans(['running', 2], ['asleep', 8], ['running', 100]);
  expect(runTimes(states, 40e6)).toEqual({ count: 2, medianNs: 30e6, maxNs: 30e6 });
});

it('has none of a thread that did not run', () => {
  expect(runTimes(spans(['asleep', 5], ['running', 5]), 5e6)).toBeUndefined();
  expect(runTimes([], 5e6)).toBeUndefined();
});
