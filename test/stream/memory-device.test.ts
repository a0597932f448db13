import { describe, expect, it } from 'vitest';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import type { MapRefusal } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { MemoryDevice } from '../../src/stream/memory-device.js';
import { codeOf } from '../core/on-the-sim.js';
import { PAPER } from '../core/paper-device.js';

const statusRefusal: MapRefusal = { kind: 'refused', errno: 'ENXIO', reason: 'not mappable' };

function playback(options: ConstructorParameters<typeof MemoryDevice>[1] = {}) {
  const device = new MemoryDevice(PAPER, options);
  return { device, io: new MmapPlayback(device) };
}

describe('MemoryDevice', () => {
  it('has the given parameters, and exactly those as its capabilities', () => {
    const { device } = playback();
    expect(device.params).toBe(PAPER);
    expect(device.capabilities).toMatchObject({
      formats: ['S16_LE'],
      rateHz: { min: 48_000, max: 48_000 },
      bufferSize: { min: 64, max: 64 },
    });
  });

  it.each([
    ['on the pages', {}],
    ['by SYNC_PTR', { statusRefusal, controlRefusal: statusRefusal }],
  ])('shows its words %s', (_path, options) => {
    const { device, io } = playback(options);
    device.start();
    device.hwPtr = 122n;
    expect([io.state(), io.hwPtr(), io.avail()]).toEqual([PcmState.RUNNING, 122, 186]);
    io.commit(100);
    expect(device.applPtr).toBe(100n);
  });

  it('sets by SYNC_PTR the fields whose flag is clear, as the kernel does', () => {
    const { device, io } = playback();
    SyncPtrStatus.syncPtr(device, { applPtr: 100 });
    expect([io.applPtr(), io.control.availMin()]).toEqual([100, PAPER.availMin]);
    SyncPtrStatus.syncPtr(device, { availMin: 7 });
    const read = SyncPtrStatus.syncPtr(device);
    expect([read.applPtr(), read.availMin(), read.state()]).toEqual([100, 7, PcmState.PREPARED]);
  });

  it('refuses by SYNC_PTR an appl_ptr at the boundary, as the kernel does', () => {
    const device = new MemoryDevice({ ...PAPER, boundary: 2 ** 40 });
    const sync = () => SyncPtrStatus.syncPtr(device, { applPtr: 2 ** 40 });
    expect(codeOf(sync)).toBe('UNSUPPORTED');
  });

  it.each(['drop', 'drain'] as const)('is in SETUP after %s', (end) => {
    const { device, io } = playback();
    device.start();
    device[end]();
    expect(io.state()).toBe(PcmState.SETUP);
    device.prepare();
    expect(io.state()).toBe(PcmState.PREPARED);
  });
});
