import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LossClock } from '../../src/stream/loss-clock.js';
import { TimedSnapshot } from '../../src/stream/timed-snapshot.js';

const MS = 1e6;
const WALL_MS = 1_700_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: WALL_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A look at `atMs` at a pointer that was updated at `updatedMs`. */
function look(hwPtr: number, updatedMs: number, atMs: number, avail = 100): TimedSnapshot {
  return Object.assign(new TimedSnapshot(), {
    hwPtr,
    avail,
    tstampSec: Math.floor(updatedMs / 1000),
    tstampNsec: (updatedMs % 1000) * MS,
    atNs: atMs * MS,
  });
}

function started(atMs: number) {
  const last = new LossClock((avail) => 1000 - avail);
  last.streamStarted(atMs * MS);
  return last;
}

describe('a loss', () => {
  it('began with the last pointer update, on both clocks, and not when it was found', () => {
    const last = started(5000);
    last.recordRunning(look(480, 5010, 5012));
    const date = last.lossTiming(look(960, 5020, 5100), 5100 * MS, 0, false);
    expect(date).toEqual({
      monotonicNs: 5020 * MS,
      wallMs: WALL_MS - 80,
      durationNs: 80 * MS,
      fillFrames: 900,
      wakeupLatencyNs: 2 * MS,
      sinceLastWakeupNs: 88 * MS,
    });
  });

  it('began earlier by the time for which the hardware had run past appl_ptr', () => {
    const last = started(5000);
    last.recordRunning(look(480, 5010, 5012));
    const date = last.lossTiming(look(960, 5020, 5100), 5100 * MS, 7 * MS, false);
    expect([date.monotonicNs, date.durationNs]).toEqual([5013 * MS, 87 * MS]);
    expect(date.wallMs).toBe(WALL_MS - 87);
  });

  it('began with the start, where there was no pointer update yet', () => {
    const last = started(5000);
    expect(last.lossTiming(look(0, 0, 5100), 5100 * MS, 0, false).monotonicNs).toBe(5000 * MS);
  });

  it('of a machine that slept lasts for as long as the wall clock tells', () => {
    const last = started(5000);
    last.recordRunning(look(480, 5010, 5010));
    vi.setSystemTime(WALL_MS + 60_010);
    const date = last.lossTiming(look(480, 5010, 5030), 5030 * MS, 0, true);
    expect([date.sinceLastWakeupNs, date.durationNs]).toEqual([60_000 * MS, 60_000 * MS]);
    const awake = last.lossTiming(look(480, 5010, 5030), 5030 * MS, 0, false);
    expect([awake.sinceLastWakeupNs, awake.durationNs]).toEqual([20 * MS, 20 * MS]);
  });

  it('of a machine that slept lasts from the last look on, whenever the wall clock was read', () => {
    const last = started(5000);
    last.recordRunning(look(480, 5010, 5010));
    vi.setSystemTime(WALL_MS + 900);
    last.recordRunning(look(9600, 5900, 5900));
    vi.setSystemTime(WALL_MS + 60_900);
    expect(last.lossTiming(look(9600, 5900, 5905), 5905 * MS, 0, true).sinceLastWakeupNs).toBe(
      60_000 * MS,
    );
    // It sleeps again, soon after it was started anew.
    last.streamStarted(5950 * MS);
    last.recordRunning(look(480, 5960, 5960));
    vi.setSystemTime(WALL_MS + 90_910);
    expect(last.lossTiming(look(480, 5960, 5970), 5970 * MS, 0, true).sinceLastWakeupNs).toBe(
      30_000 * MS,
    );
  });

  it('is dated by a wall clock that was set since the start', () => {
    const last = started(5000);
    vi.setSystemTime(WALL_MS + 3_600_000);
    last.recordRunning(look(96_000, 7000, 7000));
    vi.setSystemTime(WALL_MS + 3_600_100);
    expect(last.lossTiming(look(96_000, 7000, 7020), 7020 * MS, 0, true).sinceLastWakeupNs).toBe(
      100 * MS,
    );
  });

  it('is not told to be late by a look that found nothing new', () => {
    const last = started(5000);
    last.recordRunning(look(480, 5010, 5012));
    last.recordRunning(look(480, 5010, 5019));
    expect(last.wakeupLatencyNs).toBe(2 * MS);
  });
});
