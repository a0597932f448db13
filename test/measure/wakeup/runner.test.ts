import { describe, expect, it } from 'vitest';
import type { PcmRequest } from '../../../src/device/params.js';
import type { MeasureSettings, MeasureTask } from '../../../src/measure/plan.js';
import { MeasureProgress } from '../../../src/measure/progress.js';
import { runWakeup } from '../../../src/measure/wakeup/runner.js';
import { ManualTime } from '../../../src/sim/time.js';
import { openIn, sizes } from '../../core/on-the-sim.js';

const PERIOD = 480;
const PERIODS = 4;
const GOLDEN = 0.618033988749895;

/** A measurement on the simulated card, in time that waiting advances. */
function task(
  name: string,
  durationSeconds: number,
  ask: Partial<PcmRequest> = {},
  settings: MeasureSettings = {},
): MeasureTask & { readonly manual: ManualTime } {
  const manual = new ManualTime();
  const wanted = { ...sizes(PERIOD, PERIODS * PERIOD), direction: 'playback', ...ask } as const;
  return {
    manual,
    open: async (change) => openIn(manual, name, { ...wanted, ...change }),
    plan: { warmupSeconds: 0.1, durationSeconds },
    settings,
    mmap: {},
    progress: new MeasureProgress(),
    time: {
      nowNs: () => {
        // A busy client reads the clock, which advances the time.
        if (settings.workNs !== undefined) manual.advance(2000);
        return manual.nowNs();
      },
      sleepMs: (durationMs) => manual.advance(durationMs * 1e6),
    },
  };
}

/** The nearest-rank percentile of what was planted. */
function nth(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1]!;
}

describe.each(['playback', 'capture'] as const)('the wake-ups of a %s stream', (direction) => {
  const on = (name: string, seconds = 10) => runWakeup(task(name, seconds, { direction }));

  it('that are uniformly late by 0.2 to 5 ms have the expected p50, p99 and maximum', async () => {
    const { result, raw } = await on('sim:WAKEUP_LATENCY=200:5000');
    // After 0.1 s of warm-up the first cycle is the one of the eleventh interrupt.
    const planted = Array.from({ length: result.cycles }, (_, cycle) =>
      Math.round((200 + 4800 * (((cycle + 11) * GOLDEN) % 1)) * 1000),
    );
    const { poll } = result.stagesNs;
    expect(result.cycles).toBeGreaterThan(990);
    // The card's clock is whole nanoseconds.
    expect(Math.abs(poll!.p50 - nth(planted, 50))).toBeLessThanOrEqual(2);
    expect(Math.abs(poll!.p99 - nth(planted, 99))).toBeLessThanOrEqual(2);
    expect(Math.abs(poll!.max - nth(planted, 100))).toBeLessThanOrEqual(2);
    const min = 3 * PERIOD - (nth(planted, 100) * 48) / 1e6;
    expect(result.headroomFrames.min).toBeCloseTo(min, 2);
    expect(raw['wokenNs']).toHaveLength(result.cycles);
  });

  it('that are rarely late have the expected percentiles', async () => {
    const { stagesNs, headroomNs } = (await on('sim:WAKEUP_LATENCY=300:7000:50')).result;
    expect(stagesNs.poll!.p50).toBeCloseTo(300e3, -1);
    expect(stagesNs.poll!.p90).toBeCloseTo(300e3, -1);
    expect(stagesNs.poll!.p99).toBeCloseTo(7e6, -1);
    expect(headroomNs.min).toBeCloseTo(30e6 - 7e6, -2);
    expect(headroomNs.p50).toBeCloseTo(30e6 - 0.3e6, -2);
  });

  it('that are late by more than a period are reported with their full lateness', async () => {
    const { stagesNs, late, cycles } = (await on('sim:WAKEUP_LATENCY=12500')).result;
    expect(stagesNs.poll!.p50).toBeCloseTo(12.5e6, -1);
    expect(late).toBe(cycles);
  });

  it('include the xruns of the warm-up, before time 0, but not its cycles', async () => {
    const { result } = await runWakeup({
      ...task('sim:XRUN=4800', 1, { direction }),
      plan: { warmupSeconds: 0.5, durationSeconds: 1 },
    });
    expect(result.xruns).toHaveLength(1);
    expect(result.xruns[0]!.atNs / 1e6).toBeCloseTo(-400, -2);
    expect(result.cycles).toBeGreaterThan(95);
    expect(result.cycles).toBeLessThan(105);
  });

  it('give the time of each xrun between them', async () => {
    const { xruns, cycles } = (await on('sim:XRUN=24240:48000', 3)).result;
    expect(xruns).toHaveLength(3);
    const [first, second] = xruns;
    // 0.1 s of warm-up before; half a period after the cycle before.
    expect(first!.atNs / 1e6).toBeCloseTo(405, 1);
    expect(first!.sinceLastWakeupNs / 1e6).toBeCloseTo(5, 1);
    const given = direction === 'playback' ? PERIODS * PERIOD : 0;
    expect(first!.atFrame).toBe(24_000 + given);
    expect(second!.atFrame - first!.atFrame).toBeGreaterThan(47_000);
    expect(cycles).toBeGreaterThan(290);
  });

  it('are the same by SYNC_PTR', async () => {
    const { stagesNs } = (await on('sim:STATUS=refused,CONTROL=refused,WAKEUP_LATENCY=1500', 2))
      .result;
    expect(stagesNs.poll!.p50).toBeCloseTo(1.5e6, -1);
  });
});

describe('the measurement of wake-ups', () => {
  it('measures the requested work and the time that remains', async () => {
    const workNs = 2e6;
    const { stagesNs, headroomNs } = (await runWakeup(task('sim', 2, {}, { workNs }))).result;
    expect(stagesNs.data.p50 / 1e6).toBeCloseTo(2, 2);
    expect(stagesNs.whole!.p50 / 1e6).toBeCloseTo(2, 2);
    expect(headroomNs.min / 1e6).toBeCloseTo(28, 1);
  });

  it('reports the xruns of work that takes longer than the ring', async () => {
    const measured = runWakeup(task('sim', 1, {}, { workNs: 45e6 }));
    await expect(measured).rejects.toThrow(
      /no period was served in the time: \d+ xruns; use a larger/,
    );
  });

  it('fails if wake-ups cease', async () => {
    await expect(runWakeup(task('sim:STALL=9600', 60))).rejects.toThrow(
      /sim:STALL=9600: no wake-up for 3\d\d\d ms: hw_ptr has stalled/,
    );
    await expect(runWakeup(task('sim:UNPLUG=9600', 60))).rejects.toMatchObject({
      code: 'DISCONNECTED',
    });
  });

  it('ends with the results so far when it is stopped', async () => {
    const running = task('sim', 60);
    const { result, seconds } = await runWakeup({
      ...running,
      time: {
        ...running.time,
        nowNs: () => {
          if (running.manual.nowNs() > 2e9) running.progress.requestStop();
          return running.manual.nowNs();
        },
      },
    });
    expect(seconds).toBeLessThan(1);
    expect(result.cycles).toBeGreaterThan(80);
  });

  it('fails with a reason if there was no time for a cycle', async () => {
    const running = task('sim', 60);
    running.progress.requestStop();
    await expect(runWakeup(running)).rejects.toThrow(/no period was served in the time/);
  });
});
