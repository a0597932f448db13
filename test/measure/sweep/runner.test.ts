import { describe, expect, it } from 'vitest';
import { CONFIRM_TIMES, runSweep } from '../../../src/measure/sweep/runner.js';
import { openingTaskOn } from '../on-the-sim.js';

const SIZES = [64, 128, 256, 512, 1024, 2048, 4096];

/** True if a ring leaves a quarter of a period at this latency. */
const survives = (periodSize: number, periods: number, lateFrames: number) =>
  (periods - 1) * periodSize - lateFrames >= periodSize / 4;

describe.each(['playback', 'capture'] as const)('a sweep of %s rings', (direction) => {
  const sweep = (name: string, grid = {}, seconds = 1) => {
    const all = { periodSizes: SIZES, periods: [2, 3, 4], pointSeconds: seconds, ...grid };
    return runSweep(openingTaskOn(name, 1, { sweep: all }, { direction }));
  };

  it('finds the smallest ring that a constant wake-up latency allows', async () => {
    const { result } = await sweep('sim:WAKEUP_LATENCY=3000');
    expect(result.remaining).toBe(0);
    expect(result.runs).toHaveLength(21);
    for (const { periodSize, periods, outcome, minHeadroomFrames, lateNs } of result.runs) {
      const expected = survives(periodSize, periods, 144);
      expect([periodSize, periods, outcome === 'survived']).toEqual([
        periodSize,
        periods,
        expected,
      ]);
      if (!expected) continue;
      expect(minHeadroomFrames).toBeCloseTo((periods - 1) * periodSize - 144, 2);
      expect(lateNs!.p999 / 1e6).toBeCloseTo(3, 3);
    }
    expect(result.smallest).toMatchObject([
      {
        rateHz: 48_000,
        ring: { periodSize: 64, periods: 4 },
        confirmed: { outcome: 'survived', xruns: 0 },
        struckOut: [],
      },
    ]);
    expect(result.smallest[0]!.confirmed!.seconds).toBeGreaterThanOrEqual(CONFIRM_TIMES);
  });

  it('finds it at each rate: the same latency is more frames at a higher rate', async () => {
    const grid = { periods: [2], ratesHz: [16_000, 192_000] };
    const { result } = await sweep('sim:WAKEUP_LATENCY=3000', grid, 0.5);
    expect(result.smallest.map(({ rateHz, ring }) => [rateHz, ring!.periodSize])).toEqual([
      [16_000, 64],
      [192_000, 1024],
    ]);
  });

  it('distinguishes a nearly empty ring from an empty one', async () => {
    // 70 frames late: more than 64 x 2 leaves, and all but two frames of 72 x 2.
    const { result } = await sweep('sim:WAKEUP_LATENCY=1459', {
      periodSizes: [64, 72],
      periods: [2],
    });
    const outcomes = result.runs.map(({ periodSize, outcome }) => [periodSize, outcome]);
    expect(Object.fromEntries(outcomes)).toEqual({ 64: 'xrun', 72: 'thin' });
    expect(result.smallest).toMatchObject([{ ring: undefined, confirmed: undefined }]);
  });

  it('counts xruns', async () => {
    const grid = { periodSizes: [1024], periods: [4] };
    const { result } = await sweep('sim:XRUN=5000:9600', grid, 2);
    // At 5000, and every 9600 frames until 96000 and a period have gone by.
    expect(result.runs).toMatchObject([{ outcome: 'xrun', xruns: 10 }]);
    expect(result.runs[0]!.seconds).toBeCloseTo(2, 0);
  });

  it('skips unsupported rings, with the parameters that the device gives', async () => {
    const grid = { periodSizes: [8, 64], periods: [1, 2], ratesHz: [48_000, 400_000] };
    const { result } = await sweep('sim', grid, 0.1);
    const skipped = result.runs.filter(({ outcome }) => outcome === 'skipped');
    expect(skipped.map(({ rateHz, periodSize, periods }) => [rateHz, periodSize, periods])).toEqual(
      expect.arrayContaining([
        [48_000, 8, 2],
        [48_000, 64, 1],
        [400_000, 64, 2],
      ]),
    );
    expect(skipped).toHaveLength(7);
    expect(skipped.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        'gives periods of 16 in a ring of 32',
        expect.stringMatching(/rate 400000 is not supported; supported: 8000 to 192000/),
      ]),
    );
  });

  it('reports a pointer that moves back beyond appl_ptr, and tries the next ring', async () => {
    const grid = { periodSizes: [256, 4096], periods: [2] };
    const { result } = await sweep('sim:BACKSTEP=1000:900', grid, 0.2);
    const faulty = result.runs.find(({ periodSize }) => periodSize === 256);
    expect(faulty).toMatchObject({ outcome: 'faulty', reason: expect.stringContaining('beyond') });
    expect(result.runs).toHaveLength(2);
  });

  it('reports a pointer that has stalled', async () => {
    const { result } = await sweep('sim:STALL=1000', { periodSizes: [256], periods: [2] }, 60);
    expect(result.runs).toMatchObject([{ outcome: 'faulty', cycles: 3 }]);
    expect(result.runs[0]!.reason).toMatch(/^hw_ptr stalled for 3\.\d s$/);
  });
});

describe('a sweep', () => {
  it('strikes out a ring that fails in the longer run', async () => {
    // Frames are counted from each opening: an xrun after 1.5 s, which only the longer run reaches.
    const sweep = { periodSizes: [64, 128], periods: [2], pointSeconds: 1 };
    const { result } = await runSweep(openingTaskOn('sim:XRUN=72000', 1, { sweep }));
    expect(result.runs.map(({ outcome }) => outcome)).toEqual(['survived', 'survived']);
    expect(result.smallest).toMatchObject([
      {
        ring: undefined,
        confirmed: undefined,
        struckOut: [
          { periodSize: 64, xruns: 1 },
          { periodSize: 128, xruns: 1 },
        ],
      },
    ]);
  });

  it('divides its time among the points', async () => {
    const sweep = { periodSizes: [64, 128], periods: [2, 3] };
    const { result, seconds } = await runSweep(openingTaskOn('sim', 18, { sweep }));
    expect(result.pointSeconds).toBe(2);
    expect(seconds).toBeCloseTo(18, 0);
  });

  it('uses the default rings, at the requested rate, without a grid', async () => {
    const task = openingTaskOn('sim', 0.26, {}, { rateHz: 44_100 });
    const { result } = await runSweep(task);
    expect(result.runs).toHaveLength(21);
    expect(new Set(result.runs.map(({ rateHz }) => rateHz))).toEqual(new Set([44_100]));
  });

  it('records each wake-up, by run', async () => {
    const sweep = { periodSizes: [480], periods: [2, 3], pointSeconds: 0.1 };
    const { raw, result } = await runSweep(openingTaskOn('sim:WAKEUP_LATENCY=1000', 1, { sweep }));
    const cycles = result.runs.map((_, run) => raw['run']!.filter((each) => each === run).length);
    expect(cycles).toEqual(result.runs.map((run) => run.cycles));
    expect(raw['lateNs']!.every((ns) => Math.abs(ns - 1e6) < 100)).toBe(true);
    expect(Math.max(...raw['run']!)).toBe(2);
  });

  it('ends with the results so far when it is stopped; the smallest is known early', async () => {
    const sweep = { periodSizes: SIZES, periods: [2], pointSeconds: 1 };
    const task = openingTaskOn('sim:WAKEUP_LATENCY=3000', 1, { sweep });
    const steps: string[] = [];
    const { open } = task;
    const stopping = {
      ...task,
      open: async (change = {}) => {
        steps.push(task.progress.step);
        if (steps.length === 5) task.progress.requestStop();
        return open(change);
      },
    };
    const { result } = await runSweep(stopping);
    expect(result.runs.map(({ periodSize }) => periodSize)).toEqual([512, 128]);
    expect(result.remaining).toBe(5);
    expect(result.smallest).toMatchObject([{ ring: { periodSize: 512 }, confirmed: undefined }]);
    expect(steps.slice(2)).toEqual([
      '512 x 2 at 48000 Hz',
      '128 x 2 at 48000 Hz',
      expect.anything(),
    ]);
  });

  it('ends when the device is disconnected, and keeps the results so far', async () => {
    const sweep = { periodSizes: [256, 512, 1024], periods: [2], pointSeconds: 0.1 };
    const task = openingTaskOn('sim:UNPLUG=9600', 0.05, { sweep });
    const { result } = await runSweep(task);
    // Each ring lasts for 4800 frames; the smallest is run again for five times as many.
    expect(result).toMatchObject({ gone: '256 x 2 at 48000 Hz', remaining: 0 });
    expect(result.runs.map(({ outcome }) => outcome)).toEqual(['survived', 'survived', 'survived']);
    expect(result.smallest).toMatchObject([{ ring: { periodSize: 256 }, confirmed: undefined }]);
  });

  it('fails if the device is disconnected in the warm-up', async () => {
    const sweep = { periodSizes: [256], periods: [2], pointSeconds: 1 };
    const task = openingTaskOn('sim:UNPLUG=4800', 1, { sweep });
    const plan = { warmupSeconds: 1, durationSeconds: 1 };
    await expect(runSweep({ ...task, plan })).rejects.toMatchObject({ code: 'DISCONNECTED' });
  });
});
