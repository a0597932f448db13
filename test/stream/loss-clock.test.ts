import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LossClock, OpenLoss, TimedSnapshot } from '../../src/stream/loss-clock.js';

const MS = 1e6;
const WALL_MS = 1_700_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: WALL_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Returns a snapshot taken at `atMs` of a pointer updated at `updatedMs`. */
function snapshot(hwPtr: number, updatedMs: number, atMs: number, avail = 100): TimedSnapshot {
  return Object.assign(new TimedSnapshot(), {
    hwPtr,
    avail,
    tstampSec: Math.floor(updatedMs / 1000),
    tstampNsec: (updatedMs % 1000) * MS,
    atNs: atMs * MS,
  });
}

function startedClock(atMs: number) {
  const clock = new LossClock((avail) => 1000 - avail);
  clock.streamStarted(atMs * MS);
  return clock;
}

describe('LossClock', () => {
  it('dates a loss by the last pointer update on both clocks', () => {
    const clock = startedClock(5000);
    clock.recordRunning(snapshot(480, 5010, 5012));
    const timing = clock.lossTiming(snapshot(960, 5020, 5100), 5100 * MS, 0, false);
    expect(timing).toEqual({
      monotonicNs: 5020 * MS,
      wallMs: WALL_MS - 80,
      durationNs: 80 * MS,
      fillFrames: 900,
      wakeupLatencyNs: 2 * MS,
      sinceLastWakeupNs: 88 * MS,
    });
  });

  it('dates a loss earlier by the time past appl_ptr', () => {
    const clock = startedClock(5000);
    clock.recordRunning(snapshot(480, 5010, 5012));
    const timing = clock.lossTiming(snapshot(960, 5020, 5100), 5100 * MS, 7 * MS, false);
    expect([timing.monotonicNs, timing.durationNs]).toEqual([5013 * MS, 87 * MS]);
    expect(timing.wallMs).toBe(WALL_MS - 87);
  });

  it('dates a loss by the start before the first pointer update', () => {
    const clock = startedClock(5000);
    expect(clock.lossTiming(snapshot(0, 0, 5100), 5100 * MS, 0, false).monotonicNs).toBe(5000 * MS);
  });

  it('measures a sleep by the wall clock', () => {
    const clock = startedClock(5000);
    clock.recordRunning(snapshot(480, 5010, 5010));
    vi.setSystemTime(WALL_MS + 60_010);
    const timing = clock.lossTiming(snapshot(480, 5010, 5030), 5030 * MS, 0, true);
    expect([timing.sinceLastWakeupNs, timing.durationNs]).toEqual([60_000 * MS, 60_000 * MS]);
    const awake = clock.lossTiming(snapshot(480, 5010, 5030), 5030 * MS, 0, false);
    expect([awake.sinceLastWakeupNs, awake.durationNs]).toEqual([20 * MS, 20 * MS]);
  });

  it('measures a sleep from the last snapshot, whenever the wall clock was read', () => {
    const clock = startedClock(5000);
    clock.recordRunning(snapshot(480, 5010, 5010));
    vi.setSystemTime(WALL_MS + 900);
    clock.recordRunning(snapshot(9600, 5900, 5900));
    vi.setSystemTime(WALL_MS + 60_900);
    expect(clock.lossTiming(snapshot(9600, 5900, 5905), 5905 * MS, 0, true).sinceLastWakeupNs).toBe(
      60_000 * MS,
    );
    // A second sleep soon after the restart.
    clock.streamStarted(5950 * MS);
    clock.recordRunning(snapshot(480, 5960, 5960));
    vi.setSystemTime(WALL_MS + 90_910);
    expect(clock.lossTiming(snapshot(480, 5960, 5970), 5970 * MS, 0, true).sinceLastWakeupNs).toBe(
      30_000 * MS,
    );
  });

  it('follows a wall clock that was set after the start', () => {
    const clock = startedClock(5000);
    vi.setSystemTime(WALL_MS + 3_600_000);
    clock.recordRunning(snapshot(96_000, 7000, 7000));
    vi.setSystemTime(WALL_MS + 3_600_100);
    expect(
      clock.lossTiming(snapshot(96_000, 7000, 7020), 7020 * MS, 0, true).sinceLastWakeupNs,
    ).toBe(100 * MS);
  });

  it('keeps the wake-up latency of the last pointer update', () => {
    const clock = startedClock(5000);
    clock.recordRunning(snapshot(480, 5010, 5012));
    clock.recordRunning(snapshot(480, 5010, 5019));
    expect(clock.wakeupLatencyNs).toBe(2 * MS);
  });
});

describe('OpenLoss', () => {
  it('adds up frames until it is closed, and lasts until then', () => {
    const loss = new OpenLoss();
    expect([loss.isOpen, loss.close(0)]).toEqual([false, undefined]);
    const timing = startedClock(5000).lossTiming(snapshot(0, 5000, 5010), 5010 * MS, 0, false);
    loss.open(timing);
    loss.add(3);
    loss.add(4);
    expect(loss.close(5100 * MS)).toEqual({
      timing: { ...timing, durationNs: 100 * MS },
      frames: 7,
    });
    expect([loss.isOpen, loss.close(0)]).toEqual([false, undefined]);
  });
});
