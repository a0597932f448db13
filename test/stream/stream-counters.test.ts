import { expect, it } from 'vitest';
import { StreamCounters } from '../../src/stream/stream-counters.js';

it('StreamCounters publishes every counter in shared memory', () => {
  const stream = new StreamCounters();
  const watcher = new StreamCounters(stream.buffer);
  stream.setPointers({ state: 3, hwPtr: 2 ** 40, applPtr: 2 ** 40 + 7, avail: 11 });
  stream.addFrames(100);
  stream.addFrames(28);
  stream.addXrun(5, 50);
  stream.addXrun(6, 60);
  stream.addFifoOverflow(9);
  stream.setWakeupLatency({ wakeupLatencyNs: 1500 });
  stream.addPause(70);
  stream.addPause(7);
  const names = [
    'state',
    'hwPtr',
    'applPtr',
    'avail',
    'frames',
    'xruns',
    'lostFrames',
    'silentFrames',
    'fifoLostFrames',
    'wakeupLatencyNs',
    'pausedNs',
  ] as const;
  expect(names.map((name) => watcher.get(name))).toEqual([
    3,
    2 ** 40,
    2 ** 40 + 7,
    11,
    128,
    2,
    11,
    110,
    9,
    1500,
    77,
  ]);
});

it('StreamCounters shares the stop request and the active flag', () => {
  const stream = new StreamCounters();
  const watcher = new StreamCounters(stream.buffer);
  expect([stream.stopRequested, watcher.active]).toEqual([false, false]);
  watcher.requestStop();
  stream.active = true;
  expect([stream.stopRequested, watcher.active]).toEqual([true, true]);
  stream.active = false;
  expect([stream.stopRequested, watcher.active]).toEqual([true, false]);
});
