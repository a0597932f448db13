import { expect, it } from 'vitest';
import { StopWatch } from '../../src/cli/why/stop-watch.js';
import type { StreamStatus } from '../../src/observe/proc-asound.js';

const NOW_NS = 100e9;

function status(state: string, hwPtr: number, triggerSec: number): StreamStatus {
  const triggerTime = { sec: triggerSec, nsec: 5 };
  return {
    ...{ state, ownerTid: 1, triggerTime, timestamp: null },
    ...{ delay: 0, avail: 0, hwPtr, applPtr: hwPtr },
  };
}

it.each([
  ['a stream that runs', status('RUNNING', 900, 90), status('RUNNING', 1900, 90), undefined],
  ['an xrun', status('RUNNING', 900, 90), status('XRUN', 950, 99), 99e9 + 5],
  ['an xrun that is known', status('XRUN', 950, 99), status('XRUN', 950, 99), undefined],
  ['a restart between two reads', status('RUNNING', 900, 90), status('RUNNING', 50, 99), 99e9 + 5],
  ['a wrap at the boundary', status('RUNNING', 900, 90), status('RUNNING', 50, 90), undefined],
  ['the end of a pause', status('PAUSED', 900, 95), status('RUNNING', 950, 99), undefined],
  ['another clock', status('RUNNING', 900, 1.7e9), status('XRUN', 950, 1.7e9 + 9), NOW_NS],
])('%s', (_, before, after, expected) => {
  const watch = new StopWatch();
  expect(watch.read(before, NOW_NS - 5e8)).toBeUndefined();
  expect(watch.read(after, NOW_NS)).toBe(expected);
});
