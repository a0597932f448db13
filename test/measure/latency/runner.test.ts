import { describe, expect, it } from 'vitest';
import type { PcmRequest } from '../../../src/device/params.js';
import { runLatency } from '../../../src/measure/latency/runner.js';
import type { MeasureSettings } from '../../../src/measure/plan.js';
import { loopTask } from '../on-the-loop.js';

const measured = async (
  keys: string,
  seconds = 0.1,
  request: Partial<PcmRequest> = {},
  settings: MeasureSettings = {},
) => (await runLatency(loopTask(`sim:${keys}`, seconds, request, settings))).result;

describe('the latency of a loop', () => {
  it('of 1234.567 frames is measured within 0.001 frame, run after run', async () => {
    const { runs, detected, loopFrames, inverted, gain } = await measured(
      'LOOP=1,LOOP_DELAY=1234.567',
      2,
    );
    expect(runs.length).toBeGreaterThanOrEqual(2);
    expect({ detected, inverted }).toEqual({ detected: runs.length, inverted: false });
    expect(Math.abs(loopFrames!.min - 1234.567)).toBeLessThan(0.001);
    expect(Math.abs(loopFrames!.max - 1234.567)).toBeLessThan(0.001);
    expect(gain).toBeCloseTo(1, 3);
  });

  it.each([
    [4096, { rateHz: 44_100 }],
    [700.999, { rateHz: 96_000, channels: 1 }],
    [12_345.25, { format: 'S32_LE', rateHz: 192_000 }],
    [3000.5, { format: 'FLOAT_LE', bufferSize: { frames: 1500 }, periodSize: { frames: 100 } }],
  ] as const)('of %s frames is measured within 0.001 frame: %o', async (delay, request) => {
    const { loopFrames } = await measured(`LOOP=1,LOOP_DELAY=${delay}`, 0.1, request);
    expect(Math.abs(loopFrames!.p50 - delay)).toBeLessThan(0.001);
  });

  it('is measured within 0.01 frame if inverted, attenuated and noisy', async () => {
    const keys = 'LOOP=1,LOOP_DELAY=1234.567,LOOP_GAIN=-0.25,LOOP_NOISE=-36';
    const { loopFrames, inverted, gain, runs } = await measured(keys);
    expect(Math.abs(loopFrames!.p50 - 1234.567)).toBeLessThan(0.01);
    expect(inverted).toBe(true);
    expect(gain).toBeCloseTo(-0.25, 2);
    expect(runs[0]!.confidence).toBeGreaterThan(10);
  });

  it('is reported separately from the frames queued in the ring', async () => {
    const { runs, ringFrames, claimedFrames } = await measured('LOOP=1');
    const [{ queuedFrames, loopFrames }] = runs as [(typeof runs)[0]];
    expect(queuedFrames).toBeGreaterThan(3900);
    expect(queuedFrames).toBeLessThanOrEqual(4096);
    expect(ringFrames).toBe(queuedFrames + loopFrames);
    expect(claimedFrames).toBeUndefined();
  });

  it('is the same within one block if the pointers move in blocks', async () => {
    const { loopFrames } = await measured('LOOP=1,STEP=48');
    expect(Math.abs(loopFrames!.p50 - 4096)).toBeLessThan(48);
  });

  it('is the same by SYNC_PTR', async () => {
    const { loopFrames } = await measured('LOOP=1,STATUS=refused,CONTROL=refused,BOUNDARY=2');
    expect(loopFrames!.p50).toBeCloseTo(4096, 3);
  });

  it('uses the requested level and reports clipping', async () => {
    const loud = await measured('LOOP=1,LOOP_GAIN=8', 0.1, {}, { levelDbfs: -12 });
    expect(loud.runs[0]!.clipped).toBeGreaterThan(8000);
    const soft = await measured('LOOP=1', 0.1, {}, { levelDbfs: -40 });
    expect(soft.runs[0]).toMatchObject({ clipped: 0, detected: true });
    expect(soft.runs[0]!.peakDbfs).toBeCloseTo(-40, 1);
  });

  it.each([
    ['sim without a cable, which captures a sine', '', -12, -15],
    ['a silent cable', 'LOOP=1,LOOP_GAIN=0', Number.NEGATIVE_INFINITY, undefined],
    ['noise alone', 'LOOP=1,LOOP_GAIN=0,LOOP_NOISE=-20', -15.2, -20],
  ])('is not detected in %s, whose level is reported', async (_, keys, peakDbfs, rmsDbfs) => {
    const { detected, loopFrames, inverted, ringFrames, runs } = await measured(keys);
    expect({ detected, loopFrames, inverted, ringFrames }).toEqual({ detected: 0 });
    expect(runs[0]!.confidence).toBeLessThan(2);
    if (Number.isFinite(peakDbfs)) expect(runs[0]!.peakDbfs).toBeCloseTo(peakDbfs, 0);
    else expect(runs[0]!.peakDbfs).toBe(peakDbfs);
    if (rmsDbfs !== undefined) expect(runs[0]!.rmsDbfs).toBeCloseTo(rmsDbfs, 0);
  });

  it('cannot be measured if a pointer stalls', async () => {
    await expect(measured('LOOP=1,STALL=2000')).rejects.toThrow(
      /hw_ptr of playback stalled at 2000 while RUNNING/,
    );
  });

  it('ends with the completed runs when it is stopped', async () => {
    const task = loopTask('sim:LOOP=1', 60);
    const began = task.manual.nowNs();
    const nowNs = () => {
      if (task.manual.nowNs() - began > 2.5e9) task.progress.requestStop();
      return task.manual.nowNs();
    };
    const { result, seconds } = await runLatency({ ...task, time: { ...task.time, nowNs } });
    expect(seconds).toBeLessThan(3);
    expect(result.detected).toBe(result.runs.length);
    expect(result.detected).toBeGreaterThan(1);
  });

  it('fails if it is stopped before the first run', async () => {
    const task = loopTask('sim:LOOP=1', 60);
    task.progress.requestStop();
    await expect(runLatency(task)).rejects.toThrow(/ended before the signal was played once/);
  });
});

describe('a program that is too late for its rings', () => {
  /** Some of its sleeps last longer than the ring. */
  const sleepy = (isLate: (sleep: number) => boolean) => {
    const task = loopTask('sim:LOOP=1', 0.1);
    let sleeps = 0;
    const sleepMs = (ms: number) => task.time.sleepMs(isLate(++sleeps) ? 200 : ms);
    const plan = { ...task.plan, warmupSeconds: 0.3 };
    return runLatency({ ...task, plan, time: { ...task.time, sleepMs } });
  };

  it('discards the run and plays again', async () => {
    const { result } = await sleepy((sleep) => sleep === 500);
    expect(result.discarded).toBe(1);
    expect(result.loopFrames!.p50).toBeCloseTo(4096, 3);
  });

  it('ignores a delay before the signal', async () => {
    const { result } = await sleepy((sleep) => sleep === 10);
    expect(result.discarded).toBe(0);
    expect(result.loopFrames!.p50).toBeCloseTo(4096, 3);
  });

  it('gives up if every run is late, and says what to do', async () => {
    await expect(sleepy((sleep) => sleep % 200 === 0)).rejects.toThrow(
      /10 runs in a row .* larger --buffer-size/,
    );
  });
});
