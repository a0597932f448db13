import { describe, expect, it } from 'vitest';
import { Snapshot } from '../../src/core/snapshot.js';
import { chooseAvailMin, InterruptWait, maxWaitMs } from '../../src/stream/wait-strategy.js';
import { playbackOn, sizes } from '../core/on-the-sim.js';

const paramsOf = (periodSize: number, bufferSize: number) =>
  playbackOn('sim', sizes(periodSize, bufferSize)).device.params;

it.each([
  [1024, 43],
  [48, 2],
  [16, 1],
  [48_000, 100],
])('limits a wait with a period of %d frames to %d ms', (period, limitMs) => {
  expect(Math.round(maxWaitMs(paramsOf(period, 4 * period)))).toBe(limitMs);
});

it.each([
  // Half of 85 ms leaves 42 ms.
  [1024, 4096, 2048],
  [256, 1024, 256],
  [480, 2400, 480],
  // 43 ms of 83 ms.
  [480, 4000, 1920],
  [1024, 48_000, 23_552],
  [24_000, 48_000, 24_000],
  [30_000, 48_000, 30_000],
])(
  'chooses for a period of %d and a ring of %d frames an avail_min of %d',
  (period, buffer, frames) => {
    expect(chooseAvailMin(paramsOf(period, buffer))).toBe(frames);
  },
);

/** A running stream whose ring is full, and its snapshots. */
function running(settings: string) {
  const { device, io, time } = playbackOn(settings, sizes(1024, 2048));
  const strategy = new InterruptWait(device, io);
  io.commit(2048);
  device.start();
  const snapshot = new Snapshot();
  const cycle = () => {
    strategy.wait(false);
    return strategy.countWakeup(io.snapshot(snapshot));
  };
  return { strategy, cycle, io, time };
}

describe('InterruptWait', () => {
  it('counts wake-ups without progress, and delays the next ones', () => {
    const { cycle } = running('sim:QUIRK=poll-early');
    const beganMs = performance.now();
    const counts = Array.from({ length: 10 }, cycle);
    expect(counts.at(-1)! - counts[0]!).toBe(9);
    // Six sleeps of a quarter of a period.
    expect(performance.now() - beganMs).toBeGreaterThan(6 * 5);
  });

  it.each([
    ['QUIRK=poll-never', 'poll-wrong'],
    ['QUIRK=interrupts-lost', 'interrupt-late'],
    ['WAKEUP_LATENCY=100', undefined],
  ] as const)('wakes in time with %s and finds %s', (settings, fault) => {
    const { strategy, cycle, io } = running(`sim:${settings}`);
    let found: unknown;
    for (let count = 0; count < 6; count++) {
      expect(cycle()).toBe(0);
      expect(io.avail()).toBeLessThan(1.6 * 1024);
      io.commit(io.avail());
      found ??= strategy.fault;
    }
    expect(found).toBe(fault);
  });
});
