import { describe, expect, it } from 'vitest';
import {
  type ClockSamples,
  clockStatistic,
  hasDrifted,
} from '../../../src/measure/clock/statistic.js';
import { repetitions } from '../../brief.js';
import { type Seeded, seeded } from '../seeded.js';

const PARAMS = { rateHz: 48_000, bufferSize: 65_536 };
const PERIOD = 1024;
const SECONDS = 10;
const RUNS = repetitions(50, 200);
const TICK_NS = 4e6;

/** Updates at each period of a clock of `hz`, each timestamp late by the next of `lateNs`. */
function updates(hz: number, lateNs: () => number, step = 1): ClockSamples {
  const count = Math.floor((SECONDS * hz) / PERIOD);
  const due = Array.from({ length: count }, (_, i) => (i + 1) * PERIOD);
  return {
    frame: due.map((frame) => frame - (frame % step)),
    stampNs: due.map((frame) => Math.round((frame * 1e9) / hz + lateNs())),
  };
}

/** Updates of a driver whose timer runs by ticks of 4 ms: late, at the frame of the tick. */
function ticks(hz: number, lateNs: () => number): ClockSamples {
  const frame: number[] = [];
  const stampNs: number[] = [];
  for (let due = PERIOD; due < SECONDS * hz; due += PERIOD) {
    const atNs = Math.ceil((due * 1e9) / hz / TICK_NS) * TICK_NS;
    frame.push(Math.floor((atNs * hz) / 1e9));
    stampNs.push(Math.round(atNs + lateNs()));
  }
  return { frame, stampNs };
}

function late({ even, normal }: Seeded) {
  let level = 0;
  let burst = 0;
  const jitter = () => 1e5 * Math.abs(normal());
  return {
    jitter,
    drift: () => {
      level += 5e3 * normal();
      return level + 3e4 * Math.abs(normal());
    },
    bursts: () => {
      if (even() < 0.01) burst = 5 + Math.floor(60 * even());
      return jitter() + (burst-- > 0 ? 3e5 + 2e6 * even() : 0);
    },
    loaded: () => {
      if (even() < 0.006) level = 4e5 * even();
      return level + jitter();
    },
  };
}

const NATURES: readonly [string, (hz: number, random: Seeded) => ClockSamples][] = [
  ['white jitter', (hz, random) => updates(hz, late(random).jitter)],
  ['a slow drift', (hz, random) => updates(hz, late(random).drift)],
  ['bursts', (hz, random) => updates(hz, late(random).bursts)],
  ['a load that comes and goes', (hz, random) => updates(hz, late(random).loaded)],
  ['a pointer in steps of 384', (hz, random) => updates(hz, late(random).jitter, 384)],
  ['ticks of 4 ms', (hz, random) => ticks(hz, late(random).jitter)],
  ['ticks of 4 ms that drift', (hz, random) => ticks(hz, late(random).drift)],
];

describe('the interval of a clock', () => {
  it.each(NATURES)('contains the truth in 95 of 100 runs: %s', (_, samples) => {
    let hits = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const random = seeded(seed);
      const ppm = 200 * random.even() - 100;
      const result = clockStatistic(samples(48_000 * (1 + ppm / 1e6), random), PARAMS);
      if (result.ppmInterval.low <= ppm && ppm <= result.ppmInterval.high) hits++;
    }
    expect(hits / RUNS).toBeGreaterThanOrEqual(0.93);
  });

  it('is narrow for white jitter: 100 us over 10 s give less than 6 ppm', () => {
    const { ppmInterval } = clockStatistic(updates(48_000, late(seeded(1)).jitter), PARAMS);
    expect(ppmInterval.high - ppmInterval.low).toBeLessThan(12);
  });
});

describe('the drift of a clock', () => {
  it.each([
    ['white jitter', (hz, random) => updates(hz, late(random).jitter)],
    ['a pointer in steps of 384', (hz, random) => updates(hz, late(random).jitter, 384)],
    ['ticks of 4 ms', (hz, random) => ticks(hz, late(random).jitter)],
  ] satisfies typeof NATURES)('is not detected in a steady clock: %s', (_, samples) => {
    const drifted = Array.from({ length: RUNS }, (__, seed) =>
      hasDrifted(clockStatistic(samples(48_000, seeded(seed)), PARAMS)),
    );
    expect(drifted.filter(Boolean).length / RUNS).toBeLessThan(0.03);
  });

  it('is detected: a rate that rises by 200 ppm', () => {
    const { jitter } = late(seeded(1));
    const frame = Array.from({ length: 469 }, (_, i) => (i + 1) * PERIOD);
    const stampNs = frame.map((at) => {
      const seconds = at / 48_000;
      return Math.round((seconds - 1e-5 * seconds * seconds) * 1e9 + jitter());
    });
    const result = clockStatistic({ frame, stampNs }, PARAMS);
    expect(hasDrifted(result)).toBe(true);
    expect(result.windows.at(-1)!.ppm - result.windows[0]!.ppm).toBeGreaterThan(150);
  });
});
