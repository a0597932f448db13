import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Snapshot } from '../../src/core/snapshot.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { openSimDevice } from '../../src/sim/card.js';
import { LossClock } from '../../src/stream/loss-clock.js';
import { TimedSnapshot } from '../../src/stream/timed-snapshot.js';
import { sizes } from '../core/on-the-sim.js';

const MS = 1e6;
const WALL_MS = 1_700_000_000_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: WALL_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

const device = openSimDevice('sim', { direction: 'playback', rateHz: 48_000, ...sizes(480, 1000) });
const PARAMS = device.params;
device.close();

/** Returns a snapshot taken at `atMs` of a pointer updated at `updatedMs`. */
function snapshot(hwPtr: number, updatedMs: number, atMs: number, part: Partial<Snapshot> = {}) {
  return Object.assign(new TimedSnapshot(), {
    state: PcmState.RUNNING,
    hwPtr,
    avail: 100,
    tstampSec: Math.floor(updatedMs / 1000),
    tstampNsec: Math.round((updatedMs % 1000) * MS),
    beforeNs: atMs * MS,
    atNs: atMs * MS,
    ...part,
  });
}

function startedClock(atMs: number, params = PARAMS) {
  const clock = new LossClock(params);
  clock.streamStarted(0, atMs * MS);
  return clock;
}

/** A clock whose stream has run for `periods` of 10 ms, woken 2 ms late. */
function runningClock(periods: number, stampMs = (ms: number) => ms) {
  const clock = startedClock(5000);
  for (let period = 1; period <= periods; period++) {
    const ms = 5000 + 10 * period;
    clock.recordRunning(snapshot(480 * period, stampMs(ms), ms + 2));
  }
  return clock;
}

const XRUN = { state: PcmState.XRUN };
const FULL = { ...XRUN, avail: 1000 };
const SUSPENDED = { state: PcmState.SUSPENDED };

describe('LossClock', () => {
  it('dates a stop by its timestamp, on both clocks', () => {
    const stop = runningClock(1).stopTiming(snapshot(960, 5020, 5100, FULL), 5100 * MS);
    expect(stop).toEqual({
      clock: 'timestamps',
      monotonicNs: 5020 * MS,
      wallMs: WALL_MS - 80,
      durationNs: 80 * MS,
      stoppedNs: 80 * MS,
      avail: 1000,
      uncertaintyFrames: 480,
      fillFrames: 900,
      wakeupLatencyNs: 2 * MS,
      sinceLastWakeupNs: 88 * MS,
      evidence: { leapFrames: 0, unusedFrames: 0, slackNs: 8 * MS },
    });
  });

  it('calls no wake-up late before the first pointer update', () => {
    const clock = startedClock(5000);
    clock.recordRunning(snapshot(0, 0, 5100));
    expect(clock.wakeupLatencyNs).toBe(0);
  });

  it('dates a loss earlier by the time past appl_ptr', () => {
    const late = { ...XRUN, avail: 1336 };
    const stop = runningClock(1).stopTiming(snapshot(960, 5020, 5100, late), 5100 * MS);
    expect([stop.monotonicNs, stop.durationNs]).toEqual([5013 * MS, 87 * MS]);
    expect([stop.stoppedNs, stop.wallMs]).toEqual([80 * MS, WALL_MS - 87]);
  });

  it('dates a loss by the start before the first pointer update', () => {
    const stop = startedClock(5000).stopTiming(snapshot(0, 0, 5100, XRUN), 5100 * MS);
    expect([stop.clock, stop.monotonicNs]).toEqual(['program', 5000 * MS]);
  });

  it('counts the frames from the last pointer to a stop that the driver declared', () => {
    const stop = runningClock(1).stopTiming(snapshot(480, 5018, 5100, XRUN), 5100 * MS);
    expect([stop.monotonicNs, stop.avail]).toEqual([5018 * MS, 100 + 8 * 48]);
  });

  it.each<[why: string, stampMs: (ms: number) => number]>([
    ['not set', () => 0],
    ['frozen', () => 5010],
    ['on another clock', (ms) => 1.7e12 + ms],
    ['ahead', (ms) => ms + 20],
    ['old', (ms) => ms - 25],
  ])('dates by the program if timestamps are %s, with a wider bound', (_, stampMs) => {
    const clock = runningClock(5, stampMs);
    expect(clock.wakeupLatencyNs).toBeNaN();
    const stop = clock.stopTiming(snapshot(2880, stampMs(5060), 5100, FULL), 5100 * MS);
    // The pointers show the stop: 480 frames after the pointer of the snapshot at 5052 ms.
    expect(stop).toMatchObject({ clock: 'program', monotonicNs: 5062 * MS, stoppedNs: 38 * MS });
    expect(stop.uncertaintyFrames).toBe(960);
    expect(clock.stopTiming(snapshot(2400, stampMs(5060), 5100, FULL), 5100 * MS).monotonicNs).toBe(
      5052 * MS,
    );
  });

  it('trusts the timestamps again when they are plausible', () => {
    const clock = runningClock(5, (ms) => (ms === 5040 ? 0 : ms));
    const stop = clock.stopTiming(snapshot(2880, 5060, 5100, FULL), 5100 * MS);
    expect([stop.clock, stop.monotonicNs]).toEqual(['timestamps', 5060 * MS]);
  });

  it('does not follow a pointer that leapt or moved back', () => {
    for (const hwPtr of [5000, 100]) {
      const leapt = { ...XRUN, avail: 100 + hwPtr - 960 };
      const stop = runningClock(2).stopTiming(snapshot(hwPtr, 5030, 5032, leapt), 5032 * MS);
      expect([stop.avail, stop.monotonicNs]).toEqual([580, 5030 * MS]);
    }
  });

  it('counts by the rate of the card if the pointers deviate from the nominal one', () => {
    const clock = startedClock(5000);
    // 5 % too fast: 504 frames in 10 ms.
    for (let period = 1; period <= 50; period++) {
      const ms = 5000 + 10 * period;
      clock.recordRunning(snapshot(504 * period, ms, ms));
    }
    clock.stopTiming(snapshot(504 * 51, 5510, 5510, FULL), 5510 * MS);
    expect(clock.framesIn(1000 * MS)).toBe(50_400);
    runningClock(50).stopTiming(snapshot(480 * 51, 5510, 5510, FULL), 5510 * MS);
    expect(runningClock(50).framesIn(1000 * MS)).toBe(48_000);
  });

  it('measures the delay of a start by the first pointer update', () => {
    const clock = startedClock(5000);
    expect(clock.startDelayNs(snapshot(0, 0, 5010))).toBeNaN();
    expect(clock.startDelayNs(snapshot(480, 5013, 5014))).toBe(3 * MS);
    expect(clock.startDelayNs(snapshot(480, 5009, 5014))).toBe(0);
    // Without a timestamp, only what is certain.
    expect(clock.startDelayNs(snapshot(480, 0, 5014))).toBe(0);
    expect(clock.startDelayNs(snapshot(480, 0, 5600))).toBe(580 * MS);
  });

  it('measures a sleep by the wall clock', () => {
    const clock = startedClock(5000);
    clock.recordRunning(snapshot(480, 5010, 5010));
    vi.setSystemTime(WALL_MS + 60_010);
    const slept = clock.stopTiming(snapshot(480, 5010, 5030, SUSPENDED), 5030 * MS);
    expect(slept).toMatchObject({
      clock: 'timestamps',
      sinceLastWakeupNs: 60_000 * MS,
      durationNs: 60_000 * MS,
    });
    const awake = clock.stopTiming(snapshot(480, 5010, 5030, FULL), 5030 * MS);
    expect([awake.sinceLastWakeupNs, awake.durationNs]).toEqual([20 * MS, 20 * MS]);
  });

  it('measures a sleep from the last snapshot, whenever the wall clock was read', () => {
    const clock = startedClock(5000);
    clock.recordRunning(snapshot(480, 5010, 5010));
    vi.setSystemTime(WALL_MS + 900);
    clock.recordRunning(snapshot(9600, 5900, 5900));
    vi.setSystemTime(WALL_MS + 60_900);
    const sleepMs = (hwPtr: number, updatedMs: number, atMs: number) =>
      clock.stopTiming(snapshot(hwPtr, updatedMs, atMs, SUSPENDED), atMs * MS).sinceLastWakeupNs /
      MS;
    expect(sleepMs(9600, 5900, 5905)).toBe(60_000);
    // A second sleep soon after the restart.
    clock.streamStarted(0, 5950 * MS);
    clock.recordRunning(snapshot(480, 5960, 5960));
    vi.setSystemTime(WALL_MS + 90_910);
    expect(sleepMs(480, 5960, 5970)).toBe(30_000);
  });

  it('follows a wall clock that was set after the start', () => {
    const clock = startedClock(5000);
    vi.setSystemTime(WALL_MS + 3_600_000);
    clock.recordRunning(snapshot(96_000, 7000, 7000));
    vi.setSystemTime(WALL_MS + 3_600_100);
    const stop = clock.stopTiming(snapshot(96_000, 7000, 7020, SUSPENDED), 7020 * MS);
    expect(stop.sinceLastWakeupNs).toBe(100 * MS);
  });

  it('keeps the wake-up latency of the last pointer update', () => {
    const clock = runningClock(1);
    clock.recordRunning(snapshot(480, 5010, 5019));
    expect(clock.wakeupLatencyNs).toBe(2 * MS);
  });

  it('dates a loss of a running stream by its last pointer', () => {
    const clock = runningClock(1);
    expect(clock.runningTiming(snapshot(480, 5010, 5013), 5015 * MS)).toMatchObject({
      clock: 'timestamps',
      monotonicNs: 5010 * MS,
      durationNs: 5 * MS,
      uncertaintyFrames: 0,
    });
    const late = snapshot(9600, 5200, 5201, { avail: 1048 });
    expect(clock.runningTiming(late, 5201 * MS).monotonicNs).toBe(5199 * MS);
  });
});
