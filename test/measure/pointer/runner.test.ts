import { describe, expect, it } from 'vitest';
import type { PcmRequest } from '../../../src/device/params.js';
import type { PointerFault } from '../../../src/measure/pointer/faults.js';
import { runPointer } from '../../../src/measure/pointer/runner.js';
import { UpdateKind } from '../../../src/measure/pointer/samples.js';
import { taskOn } from '../on-the-sim.js';

const measured = (name: string, seconds = 2, request: Partial<PcmRequest> = {}) =>
  runPointer(taskOn(name, seconds, request));
const kindsOf = (faults: readonly PointerFault[]) => faults.map(({ what }) => what);

describe.each(['playback', 'capture'] as const)('the pointer of a %s stream', (direction) => {
  const on = (name: string, seconds = 2) => measured(name, seconds, { direction }).result;

  it('that moves by frames is classified as such', () => {
    expect(on('sim')).toMatchObject({
      granularity: 'frame',
      blockFrames: 1,
      exactBlocks: true,
      claims: { agrees: true },
      faults: [],
    });
  });

  it('that moves by 48 frames is classified as such', () => {
    expect(on('sim:STEP=48')).toMatchObject({
      granularity: 'block',
      blockFrames: 48,
      exactBlocks: true,
      claims: { batch: false, blockTransfer: false, agrees: false },
      faults: [],
    });
  });

  it('that moves by periods is classified as such', () => {
    expect(on('sim:STEP=1024')).toMatchObject({
      granularity: 'period',
      blockFrames: 1024,
      claims: { agrees: false },
      faults: [],
    });
  });

  it('that moves back is detected, with the frame', () => {
    const { faults } = on('sim:BACKSTEP=50000:600');
    expect(kindsOf(faults)).toEqual(['backward']);
    expect(faults[0]!.atFrame).toBeLessThanOrEqual(50_000);
    expect(faults[0]!.atFrame).toBeGreaterThan(50_000 - 1024);
    expect(faults[0]!.resumes).toBe(true);
  });

  it('that moves back between two queries is detected at the next interrupt, as a slip', () => {
    expect(on('sim:BACKSTEP=36000:600').faults).toMatchObject([
      { what: 'slip', atFrame: 35 * 1024, frames: 600, resumes: true },
    ]);
  });

  it('that moves back by more than the ring is detected', () => {
    expect(on('sim:BACKSTEP=50000:9000').faults).toMatchObject([{ what: 'backward' }]);
  });

  it('that jumps is detected, with the frame and the distance', () => {
    const { faults } = on('sim:JUMP=50000:3000');
    expect(kindsOf(faults)).toEqual(['jump']);
    const [{ atFrame, frames }] = faults as [PointerFault];
    expect(atFrame).toBeLessThanOrEqual(50_000);
    expect(atFrame).toBeGreaterThan(50_000 - 1024);
    expect(Math.abs(frames - 3000)).toBeLessThanOrEqual(2);
  });

  it('that jumps is still classified by its other steps', () => {
    const { blockFrames, querySteps } = on('sim:STEP=48,JUMP=30000:3001,BACKSTEP=50000:601');
    expect(blockFrames).toBe(48);
    expect([querySteps!.min % 48, querySteps!.max % 48]).toEqual([0, 0]);
  });

  it('that jumps by less than a period is reported as the largest lead', () => {
    const { faults, largestLeadFrames } = on('sim:JUMP=50000:900');
    expect(faults).toEqual([]);
    expect(Math.abs(largestLeadFrames - 900)).toBeLessThanOrEqual(2);
  });

  it('that stalls is detected, with the frame, and the measurement ends', () => {
    const { result, seconds } = measured('sim:STALL=30000', 60, { direction });
    expect(result.faults).toMatchObject([{ what: 'stuck', atFrame: 30_000, resumes: false }]);
    expect(seconds).toBeLessThan(5);
  });

  it('that never moves is detected', () => {
    const { result } = measured('sim:STALL=1', 60, { direction });
    expect(result.faults).toMatchObject([{ what: 'stuck', resumes: false }]);
    expect(result.faults[0]!.durationNs).toBeGreaterThanOrEqual(2.9e9);
  });

  it('may wrap at the boundary without a fault', () => {
    const { faults, largestLeadFrames } = on('sim:BOUNDARY=2');
    expect(faults).toEqual([]);
    expect(largestLeadFrames).toBeLessThan(3);
  });

  it('is the same by SYNC_PTR', () => {
    const { faults, granularity } = on('sim:STATUS=refused,CONTROL=refused,STEP=48');
    expect({ faults, granularity }).toEqual({ faults: [], granularity: 'block' });
  });
});

describe('the measurement of a pointer', () => {
  it('distinguishes updates at interrupts from updates by queries', () => {
    const { updates, interruptSteps, interruptIntervalsNs, querySteps } = measured('sim').result;
    expect(interruptSteps).toMatchObject({ min: 1024, max: 1024 });
    expect(interruptIntervalsNs!.p50 / 1e6).toBeCloseTo(1024 / 48, 2);
    expect(querySteps!.p50).toBeGreaterThan(5);
    expect(querySteps!.max).toBeLessThan(40);
    expect(updates.asked).toBeGreaterThan(0.95 * updates.queries);
    expect(updates.alone).toBeGreaterThan(20);
  });

  it('returns the updates: the same frames that the hardware played', () => {
    const { raw } = measured('sim', 1);
    const last = raw['frame']!.length - 1;
    expect(raw['kind']![0]).toBe(UpdateKind.START);
    expect(raw['frame']![last]).toBeGreaterThan(46_000);
    expect(raw['frame']![last]).toBeLessThanOrEqual(48_100);
    expect(raw['stampNs']!.length).toBe(last + 1);
  });

  it('excludes the warm-up', () => {
    const task = taskOn('sim:JUMP=4800:5000', 1, {}, 0.5);
    const { result, raw } = runPointer(task);
    expect(result.faults).toEqual([]);
    expect(raw['frame']![0]).toBeGreaterThan(20_000);
  });

  it('ends with the results so far when it is stopped', () => {
    const task = taskOn('sim', 60);
    const { time } = task;
    const began = time.nowNs();
    const { seconds, result } = runPointer({
      ...task,
      time: {
        ...time,
        nowNs: () => {
          if (time.nowNs() - began > 1e9) task.progress.requestStop();
          return time.nowNs();
        },
      },
    });
    expect(seconds).toBeGreaterThan(0.9);
    expect(seconds).toBeLessThan(1.1);
    expect(result.granularity).toBe('frame');
  });

  it('fails if the stream stops', () => {
    expect(() => measured('sim:XRUN=9600')).toThrow(
      /stopped during the measurement, in state XRUN/,
    );
    expect(() => measured('sim:UNPLUG=9600')).toThrow(/device disconnected/);
  });
});
