import { describe, expect, it } from 'vitest';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { Snapshot } from '../../src/core/snapshot.js';
import type { AccessPath } from '../../src/core/status.js';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { openSimDevice } from '../../src/sim/card.js';
import { ManualTime } from '../../src/sim/time.js';
import { codeOf, framesNs, openIn, playbackOn } from './on-the-sim.js';

const ways = (status: AccessPath, control: AccessPath) => ({ status, control });
const WAYS: readonly [string, { status: AccessPath; control: AccessPath }][] = [
  ['sim', ways('mmap', 'mmap')],
  ['sim:STATUS=refused', ways('SYNC_PTR', 'mmap')],
  ['sim:CONTROL=refused', ways('mmap', 'SYNC_PTR')],
  ['sim:STATUS=refused,CONTROL=refused', ways('SYNC_PTR', 'SYNC_PTR')],
];

/** Records all values of a stream that is filled, underruns and is prepared again. */
function recordValues(name: string, syncPtr = false) {
  const time = new ManualTime();
  const device = openSimDevice(name, { direction: 'playback' }, time);
  const io = new MmapPlayback(device, { syncPtr });
  const seen: unknown[] = [];
  const record = () =>
    seen.push({
      ...io.snapshot(new Snapshot()),
      accessors: [io.state(), io.hwPtr(), io.applPtr(), io.avail(), io.control.availMin()],
      audio: [io.status.peekAudioHtstampSec(), io.status.peekAudioHtstampNsec()],
      suspended: io.status.suspendedState(),
      regions: io.dataPtr().map(({ offset, frames }) => ({ offset, frames })),
    });
  record();
  io.commit(3000);
  io.control.setAvailMin(99);
  record();
  device.start();
  time.advance(framesNs(1100));
  record();
  io.hwsync();
  record();
  io.commit(io.avail());
  record();
  time.advance(framesNs(9000));
  record();
  seen.push(
    codeOf(() => io.commit(1)),
    codeOf(() => io.hwsync()),
  );
  device.prepare();
  record();
  device.close();
  return seen;
}

describe('status and control', () => {
  it.each(WAYS)('on %s use the access paths %o', (name, { status, control }) => {
    const { io } = playbackOn(name);
    expect([io.status.path, io.control.path]).toEqual([status, control]);
    expect(io.status.refusal?.errno).toBe(status === 'mmap' ? undefined : 'ENXIO');
    expect(io.control.refusal?.errno).toBe(control === 'mmap' ? undefined : 'ENXIO');
  });

  it.each(WAYS)('on %s return the same values as the mapped pages', (name) => {
    expect(recordValues(name)).toEqual(recordValues('sim'));
  });

  it.each(WAYS)('on %s return a current value from each accessor', (name) => {
    const read: Record<string, [(io: MmapPlayback) => number, number]> = {
      state: [(io) => io.state(), PcmState.XRUN],
      hwPtr: [(io) => io.hwPtr(), 1024],
      applPtr: [(io) => io.applPtr(), 500],
      avail: [(io) => io.avail(), 4096 + 524],
      availMin: [(io) => io.control.availMin(), 2000],
    };
    for (const [accessor, [call, value]] of Object.entries(read)) {
      const { device, io, time } = playbackOn(name);
      SyncPtrStatus.syncPtr(device, { applPtr: 500, availMin: 2000 });
      device.start();
      time.advance(framesNs(1024));
      expect([accessor, call(io)]).toEqual([accessor, value]);
      device.close();
    }
  });

  it('use SYNC_PTR on request and report it as the reason', () => {
    expect(recordValues('sim', true)).toEqual(recordValues('sim'));
    const device = openIn(new ManualTime(), 'sim', { direction: 'playback' });
    const io = new MmapPlayback(device, { syncPtr: true });
    expect([io.status.path, io.control.path]).toEqual(['SYNC_PTR', 'SYNC_PTR']);
    expect(io.control.refusal?.reason).toContain('SYNC_PTR requested');
  });

  it('go from PREPARED through XRUN to PREPARED', () => {
    const plain = recordValues('sim');
    expect(plain[0]).toMatchObject({ state: PcmState.PREPARED, avail: 4096 });
    expect(plain[5]).toMatchObject({ state: PcmState.XRUN });
    expect(plain.slice(6, 8)).toEqual(['XRUN', 'XRUN']);
    expect(plain[8]).toMatchObject({ state: PcmState.PREPARED, hwPtr: 0, applPtr: 0 });
  });
});
