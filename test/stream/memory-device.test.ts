import { describe, expect, it } from 'vitest';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { MemoryDevice } from '../../src/stream/memory-device.js';
import { playbackOn, sizes } from '../core/on-the-sim.js';

function standIn(nature = '') {
  const { device, io } = playbackOn(`sim${nature}`, sizes(1000, 4000));
  const stand = new MemoryDevice(device, io, () => {});
  return { stand, device, io: new MmapPlayback(stand) };
}

describe('RehearsalDevice', () => {
  it('is what the device is, with a short ring', () => {
    const { stand, device } = standIn();
    const short = { periodSize: 64, bufferSize: 256, boundary: 256 * 2 ** 48 };
    expect(stand.params).toEqual({ ...device.params, ...short });
    expect([stand.identity, stand.capabilities]).toEqual([device.identity, device.capabilities]);
  });

  it('moves hw_ptr on by a little less than a period at each wait, on the page and by SYNC_PTR', () => {
    for (const nature of ['', ':STATUS=refused,CONTROL=refused']) {
      const { stand, io } = standIn(nature);
      stand.start();
      stand.wait();
      stand.wait();
      expect([io.state(), io.hwPtr(), io.avail()]).toEqual([PcmState.RUNNING, 122, 378]);
    }
  });

  it('takes by SYNC_PTR what is not asked for, as the kernel does', () => {
    const { stand, io } = standIn();
    SyncPtrStatus.syncPtr(stand, { applPtr: 100 });
    expect([io.applPtr(), io.control.availMin()]).toEqual([100, 0]);
    SyncPtrStatus.syncPtr(stand, { availMin: 7 });
    const read = SyncPtrStatus.syncPtr(stand);
    expect([read.applPtr(), read.availMin(), read.state()]).toEqual([100, 7, PcmState.PREPARED]);
  });

  it.each(['drop', 'drain'] as const)('is set up after %s', (end) => {
    const { stand, io } = standIn();
    stand.start();
    stand[end]();
    expect(io.state()).toBe(PcmState.SETUP);
    stand.prepare();
    expect(io.state()).toBe(PcmState.PREPARED);
  });
});
