import { describe, expect, it } from 'vitest';
import { type SyncPtrRequest, SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { captureOn, codeOf, framesNs, playbackOn } from './on-the-sim.js';

const REQUESTS: readonly [SyncPtrRequest, number][] = [
  [{ applPtr: 300, availMin: 111 }, 0],
  [{ hwsync: true, applPtr: 300, availMin: 111 }, 1],
  [{ availMin: 111 }, 2],
  [{ hwsync: true, availMin: 111 }, 3],
  [{ applPtr: 300 }, 4],
  [{ hwsync: true, applPtr: 300 }, 5],
  [{}, 6],
  [{ hwsync: true }, 7],
];

describe('SyncPtrStatus', () => {
  it.each(REQUESTS)(
    'says %o to the kernel as the flags %d: a set bit means get',
    (request, flags) => {
      expect(SyncPtrStatus.flagsFor(request)).toBe(flags);
    },
  );

  it('ignores hwsync: false', () => {
    expect(SyncPtrStatus.flagsFor({ hwsync: false })).toBe(6);
  });

  it.each(REQUESTS)('%o writes the given values and reads the rest', (request) => {
    const { device, io } = playbackOn();
    io.commit(512);
    io.control.setAvailMin(256);
    const record = SyncPtrStatus.syncPtr(device, request);
    const expected = [request.applPtr ?? 512, request.availMin ?? 256];
    expect([io.applPtr(), io.control.availMin()]).toEqual(expected);
    expect([record.applPtr(), record.availMin()]).toEqual(expected);
  });

  it('changes nothing on a running stream for an empty request', () => {
    const { device, io, time } = playbackOn();
    io.commit(4096);
    device.start();
    time.advance(framesNs(1500));
    const before = [io.applPtr(), io.control.availMin(), io.hwPtr(), io.state()];
    SyncPtrStatus.syncPtr(device);
    expect([io.applPtr(), io.control.availMin(), io.hwPtr(), io.state()]).toEqual(before);
  });

  it('updates hw_ptr only with hwsync', () => {
    const { device, io, time } = playbackOn();
    io.commit(4096);
    device.start();
    time.advance(framesNs(300));
    expect(SyncPtrStatus.syncPtr(device).hwPtr()).toBe(0);
    expect(SyncPtrStatus.syncPtr(device, { hwsync: true }).hwPtr()).toBe(300);
    expect(io.hwPtr()).toBe(300);
  });

  it('returns the state and timestamps of the page', () => {
    const { device, io, time } = captureOn();
    device.start();
    time.advance(framesNs(2000));
    const record = SyncPtrStatus.syncPtr(device);
    expect(record.state()).toBe(PcmState.RUNNING);
    expect(record.suspendedState()).toBe(0);
    expect([record.htstampSec(), record.htstampNsec()]).toEqual([
      io.status.peekHtstampSec(),
      io.status.peekHtstampNsec(),
    ]);
    expect(record.htstampSec() * 1e9 + record.htstampNsec()).toBeGreaterThan(1e9);
    const frames = (record.audioHtstampSec() * 1e9 + record.audioHtstampNsec()) * 48e-6;
    expect(Math.round(frames)).toBe(1024);
  });

  it('throws XRUN after an xrun and still reads the state', () => {
    const { device, time } = captureOn();
    device.start();
    time.advance(framesNs(10_000));
    expect(codeOf(() => SyncPtrStatus.syncPtr(device, { hwsync: true }))).toBe('XRUN');
    expect(SyncPtrStatus.syncPtr(device).state()).toBe(PcmState.XRUN);
  });

  it('makes no call for an invalid pointer', () => {
    const { device, io } = playbackOn();
    io.commit(5);
    expect(codeOf(() => SyncPtrStatus.syncPtr(device, { applPtr: -1 }))).toBe('RANGE');
    expect(codeOf(() => SyncPtrStatus.syncPtr(device, { availMin: 0.5 }))).toBe('RANGE');
    expect(io.applPtr()).toBe(5);
  });
});
