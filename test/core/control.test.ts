import { describe, expect, it } from 'vitest';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { codeOf, playbackOn } from './on-the-sim.js';

describe.each(['sim', 'sim:CONTROL=refused'])('Control on %s', (name) => {
  it.each([0, -5, Number.NaN, 1.5])(
    'rejects an avail_min of %d and keeps the old one',
    (frames) => {
      const { io } = playbackOn(name);
      expect(codeOf(() => io.control.setAvailMin(frames))).toBe('RANGE');
      expect(io.control.availMin()).toBe(1024);
    },
  );

  it('stores appl_ptr and avail_min independently', () => {
    const { device, io } = playbackOn(name);
    io.control.setApplPtr(77);
    expect(SyncPtrStatus.syncPtr(device).availMin()).toBe(1024);
    io.control.setAvailMin(5);
    const kernel = SyncPtrStatus.syncPtr(device);
    expect([kernel.applPtr(), kernel.availMin()]).toEqual([77, 5]);
  });
});

describe('Control without its page', () => {
  it('pushes one value without overwriting the other', () => {
    const { device, io } = playbackOn('sim:CONTROL=refused');
    SyncPtrStatus.syncPtr(device, { applPtr: 99 });
    io.control.setAvailMin(5);
    expect(SyncPtrStatus.syncPtr(device).applPtr()).toBe(99);
    SyncPtrStatus.syncPtr(device, { availMin: 44 });
    io.control.setApplPtr(100);
    expect(SyncPtrStatus.syncPtr(device).availMin()).toBe(44);
  });

  it('returns the value in the kernel after a refused store', () => {
    const { io } = playbackOn('sim:CONTROL=refused,BOUNDARY=2');
    expect(codeOf(() => io.control.setApplPtr(io.boundary))).toBe('UNSUPPORTED');
    expect(io.applPtr()).toBe(0);
  });
});
