import { describe, expect, it } from 'vitest';
import type { WakeupSamples } from '../../../src/measure/wakeup/samples.js';
import { wakeupStages } from '../../../src/measure/wakeup/stages.js';
import { wakeupStatistic } from '../../../src/measure/wakeup/statistic.js';
import { seeded } from '../seeded.js';

const PARAMS = {
  rateHz: 48_000,
  bufferSize: 1920,
  periodSize: 480,
  tstampType: 'MONOTONIC',
} as const;
const BEGAN_NS = 1e14;
const PERIOD_NS = 10e6;

/** Turns that take what is planted. */
function planted(
  cycles: number,
  {
    pollNs = (_cycle: number): number => 1000,
    dataNs = 300,
    commitNs = 40,
    offsetNs = 0,
    passed = 0,
  } = {},
): WakeupSamples {
  const due = Float64Array.from({ length: cycles }, (_, cycle) => BEGAN_NS + cycle * PERIOD_NS);
  const wokenNs = due.map((ns, cycle) => ns + pollNs(cycle));
  return {
    stampNs: due.map((ns) => ns + offsetNs),
    dueNs: due.map((ns) => ns + offsetNs),
    wokenNs,
    readyNs: wokenNs.map((ns) => ns + dataNs),
    committedNs: wokenNs.map((ns) => ns + dataNs + commitNs),
    passedFrames: new Float64Array(cycles).fill(passed),
    headroomFrames: Float64Array.from({ length: cycles }, (_, cycle) => 1440 - cycle),
  };
}

const NO_STOPS = { xruns: [], suspends: 0 };

describe('the stages of a cycle', () => {
  it('are separated, each as simulated', () => {
    const { timestamps, ns } = wakeupStages(planted(100, { passed: 24 }), PARAMS);
    expect(timestamps).toBe('monotonic');
    expect([...new Set(ns.poll)]).toEqual([1000]);
    expect([...new Set(ns.data)]).toEqual([300]);
    expect([...new Set(ns.commit)]).toEqual([40]);
    expect([...new Set(ns.whole)]).toEqual([1340]);
    expect([...new Set(ns.interrupt)]).toEqual([0.5e6]);
  });

  it('exclude the interrupt lateness if the pointer is at a period boundary each time', () => {
    expect(wakeupStages(planted(10), PARAMS).ns.interrupt).toBeUndefined();
  });

  it('exclude the stages that need a timestamp if there is no timestamp', () => {
    const samples = planted(50);
    const { timestamps, ns, headroomFrames } = wakeupStages(
      { ...samples, stampNs: new Float64Array(50), dueNs: new Float64Array(50) },
      PARAMS,
    );
    expect({ timestamps, poll: ns.poll, whole: ns.whole }).toEqual({
      timestamps: 'none',
      poll: undefined,
      whole: undefined,
    });
    expect(ns.data[0]).toBe(300);
    expect(headroomFrames).toEqual(samples.headroomFrames);
  });

  it('tolerate one cycle without a timestamp', () => {
    const samples = planted(50);
    samples.stampNs[0] = 0;
    samples.dueNs[0] = 0;
    const { timestamps, ns } = wakeupStages(samples, PARAMS);
    expect({ timestamps, cycles: ns.poll!.length, max: Math.max(...ns.poll!) }).toEqual({
      timestamps: 'monotonic',
      cycles: 49,
      max: 1000,
    });
  });

  it.each([
    ['of another clock by what they say', PARAMS, 1.7e18 - BEGAN_NS],
    ['from long ago', PARAMS, -5e9],
    ['of another clock by the set-up', { ...PARAMS, tstampType: 'REALTIME' } as const, 0],
  ])('exclude the stages that need a timestamp if timestamps are %s', (_, params, offsetNs) => {
    const { timestamps, ns } = wakeupStages(planted(50, { offsetNs }), params);
    expect({ timestamps, poll: ns.poll, whole: ns.whole }).toEqual({
      timestamps: 'other clock',
      poll: undefined,
      whole: undefined,
    });
  });

  it('exclude the stages that need a timestamp if timestamps are ahead or frozen', () => {
    const samples = planted(100);
    for (const stampNs of [
      samples.stampNs.map((ns) => ns + 20e6),
      new Float64Array(100).fill(samples.stampNs[0]!),
    ]) {
      const { timestamps, ns } = wakeupStages({ ...samples, stampNs, dueNs: stampNs }, PARAMS);
      expect(timestamps).toBe('implausible');
      expect([ns.poll, ns.whole]).toEqual([undefined, undefined]);
    }
  });

  it('count the headroom from the return of poll if timestamps are of another clock', () => {
    const samples = planted(50, { offsetNs: -5e9 });
    const wrong = samples.headroomFrames.map((left) => left - ((5e9 + 1000) * 48_000) / 1e9);
    const { headroomFrames } = wakeupStages({ ...samples, headroomFrames: wrong }, PARAMS);
    for (let cycle = 0; cycle < 50; cycle++)
      expect(headroomFrames[cycle]).toBeCloseTo(1440 - cycle, 3);
  });
});

describe('the statistics of the cycles', () => {
  it('are exactly the percentiles of the simulated values', () => {
    const { even } = seeded(7);
    const delays = Array.from({ length: 1000 }, () => Math.round(1000 + even() * 50_000));
    const { stagesNs, cycles } = wakeupStatistic(
      planted(1000, { pollNs: (cycle) => delays[cycle]! }),
      PARAMS,
      NO_STOPS,
    );
    const sorted = delays.toSorted((a, b) => a - b);
    expect(cycles).toBe(1000);
    expect(stagesNs.poll).toMatchObject({
      min: sorted[0],
      p50: sorted[499],
      p99: sorted[989],
      p999: sorted[998],
      max: sorted[999],
    });
  });

  it('count the cycles after the next period', () => {
    const pollNs = (cycle: number) => (cycle % 10 === 3 ? PERIOD_NS : 2000);
    expect(wakeupStatistic(planted(100, { pollNs }), PARAMS, NO_STOPS).late).toBe(10);
  });

  it('give the headroom, in frames and in time', () => {
    const { headroomFrames, headroomNs } = wakeupStatistic(planted(1000), PARAMS, NO_STOPS);
    expect(headroomFrames).toEqual({ min: 441, p1: 450, p10: 540, p50: 940, max: 1440 });
    expect(headroomNs.min).toBeCloseTo((441 / 48_000) * 1e9, 3);
    expect(headroomNs.p50).toBeCloseTo((940 / 48_000) * 1e9, 3);
  });
});
