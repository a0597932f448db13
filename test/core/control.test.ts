import { describe, expect, it } from 'vitest';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { codeOf, playbackOn } from './on-the-sim.js';

describe.each(['sim', 'sim:CONTROL=refused'])('the control record of %s', (name) => {
  it.each([0, -5, Number.NaN, 1.5])(
    'refuses an avail_min of %d and keeps the old one',
    (frames) => {
      const { io } = playbackOn(name);
      expect(codeOf(() => io.control.setAvailMin(frames))).toBe('RANGE');
      expect(io.control.availMin()).toBe(1024);
    },
  );

  it('brings appl_ptr and avail_min to the kernel, each without the other', () => {
    const { device, io } = playbackOn(name);
    io.control.setApplPtr(77);
    expect(SyncPtrStatus.syncPtr(device).availMin()).toBe(1024);
    io.control.setAvailMin(5);
    const kernel = SyncPtrStatus.syncPtr(device);
    expect([kernel.applPtr(), kernel.availMin()]).toEqual([77, 5]);
  });
});

describe('a control record without its page', () => {
  it('pushes one value without the other, which somebody else may have moved', () => {
    const { device, io } = playbackOn('sim:CONTROL=refused');
    SyncPtrStatus.syncPtr(device, { applPtr: 99 });
    io.control.setAvailMin(5);
    expect(SyncPtrStatus.syncPtr(device).applPtr()).toBe(99);
    SyncPtrStatus.syncPtr(device, { availMin: 44 });
    io.control.setApplPtr(100);
    expect(SyncPtrStatus.syncPtr(device).availMin()).toBe(44);
  });

  it('shows what the kernel has, not what it refused', () => {
    const { io } = playbackOn('sim:CONTROL=refused,BOUNDARY=2');
    expect(codeOf(() => io.control.setApplPtr(io.boundary))).toBe('UNSUPPORTED');
    expect(io.applPtr()).toBe(0);
  });
});
