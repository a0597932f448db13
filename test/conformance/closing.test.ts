import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PCM_STATUS, SYNC_PTR } from '../../src/device/abi.js';
import { memoryOf } from '../../src/device/device-memory.js';
import type { AlsaMmapError } from '../../src/device/errors.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { DEVICES } from './devices.js';
import {
  codeOf,
  ENDLESS,
  errnoOf,
  openPcm,
  readSyncPtr,
  startWith,
  streamOn,
  takeSnapshot,
  withStream,
} from './stream.js';

describe.each(DEVICES)('closing $name $direction', (under) => {
  it('ends the remaining mappings, and the device can be opened again at once', async () => {
    for (let cycle = 0; cycle < 3; cycle++) {
      const device = await openPcm(under);
      startWith({ device, io: streamOn(device) });
      device.close();
    }
    const last = await openPcm(under);
    last.close();
  });

  it('can be done twice, and in either order', async () => {
    const device = await openPcm(under);
    const io = streamOn(device);
    io.close();
    io.close();
    device.close();
    device.close();
    io.close();
  });

  it.each(['the stream', 'the device'])('makes every accessor throw CLOSED: %s', async (what) => {
    const device = await openPcm(under);
    const io = streamOn(device);
    const [region] = io.dataPtr();
    (what === 'the stream' ? io : device).close();
    const accessors: Record<string, () => unknown> = {
      state: () => io.state(),
      stateNow: () => io.status.peekState(),
      suspendedState: () => io.status.suspendedState(),
      hwPtr: () => io.hwPtr(),
      hwPtrNow: () => io.status.peekHwPtr(),
      htstampSecNow: () => io.status.peekHtstampSec(),
      htstampNsecNow: () => io.status.peekHtstampNsec(),
      audioHtstampSecNow: () => io.status.peekAudioHtstampSec(),
      audioHtstampNsecNow: () => io.status.peekAudioHtstampNsec(),
      applPtr: () => io.applPtr(),
      applPtrNow: () => io.control.peekApplPtr(),
      setApplPtr: () => io.control.setApplPtr(0),
      availMin: () => io.control.availMin(),
      availMinNow: () => io.control.peekAvailMin(),
      setAvailMin: () => io.control.setAvailMin(1),
      avail: () => io.avail(),
      snapshot: () => takeSnapshot(io),
      dataPtr: () => io.dataPtr(),
      commit: () => io.commit(0),
      hwsync: () => io.hwsync(),
      get: () => region.get(0, 0),
      set: () => region.set(0, 0, 0),
      copyOut: () => region.copyOut(new Uint8Array(64), 0, 0, 1),
    };
    const codes = Object.entries(accessors).map(([name, call]) => [name, codeOf(call)]);
    expect(codes).toEqual(Object.keys(accessors).map((name) => [name, 'CLOSED']));
    device.close();
    const calls: Record<string, () => unknown> = {
      mapStatus: () => memoryOf(device).mapStatus(),
      mapControl: () => memoryOf(device).mapControl(),
      mapSamples: () => memoryOf(device).mapSamples(0, 4096),
      channelInfo: () => device.channelInfo(0),
      syncPtr: () => device.syncPtr(new ArrayBuffer(SYNC_PTR.size)),
      statusExt: () => device.statusExt(new ArrayBuffer(PCM_STATUS.size)),
      hwFree: () => device.hwFree(),
      wait: () => device.wait(0),
      waitStamped: () => device.waitWithTimestamp(0, new ArrayBuffer(8)),
      prepare: () => device.prepare(),
      start: () => device.start(),
      drop: () => device.drop(),
      drain: () => device.drain(),
      pause: () => device.pause(true),
      resume: () => device.resume(),
    };
    for (const [name, call] of Object.entries(calls))
      expect([name, codeOf(call)]).toEqual([name, 'CLOSED']);
  });

  it('leaves nothing open after many repetitions', async () => {
    const open = () => ({
      descriptors: readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).startsWith('/dev/snd/'))
        .length,
      mappings: readFileSync('/proc/self/maps', 'utf8').split('/dev/snd/').length - 1,
    });
    const before = open();
    for (let cycle = 0; cycle < 20; cycle++) {
      const device = await openPcm(under);
      streamOn(device);
      if (cycle === 0 && under.name.startsWith('hw:')) expect(open()).not.toEqual(before);
      device.close();
    }
    expect(open()).toEqual(before);
  });
});

describe.each(DEVICES)('releasing the parameters of $name $direction', (under) => {
  it('is refused while a part of the ring is mapped, but not while the pages are', async () => {
    const mapped = await openPcm(under);
    const io = streamOn(mapped);
    expect(errnoOf(() => mapped.hwFree())).toBe('EBADFD');
    expect(io.state()).toBe(PcmState.PREPARED);
    mapped.close();
    const device = await openPcm(under);
    if (under.status === 'mmap') expect(memoryOf(device).mapStatus().kind).toBe('mapped');
    device.hwFree();
    expect(readSyncPtr(device).state()).toBe(PcmState.OPEN);
    expect(memoryOf(device).mapSamples(0, 4096)).toMatchObject({
      kind: 'refused',
      errno: 'EBADFD',
    });
    device.close();
  });

  it('is refused while the stream runs', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      stream.io.close();
      expect(errnoOf(() => stream.device.hwFree())).toBe('EBADFD');
      expect(readSyncPtr(stream.device).state()).toBe(PcmState.RUNNING);
    }));
});

describe.each(DEVICES.filter(({ single }) => single))('$name $direction, held', (under) => {
  it('is BUSY for a second open, and the error names the holder', () =>
    withStream(under, {}, async () => {
      const error: AlsaMmapError = await openPcm(under).then(
        () => expect.fail('it opened'),
        (reason) => reason,
      );
      expect(error).toMatchObject({ code: 'BUSY', errno: 'EBUSY' });
      if (under.name.startsWith('hw:')) expect(error.message).toContain(`(pid ${process.pid})`);
    }));
});

function linkOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
}
