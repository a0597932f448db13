import { describe, expect, it } from 'vitest';
import { SYNC_PTR, SyncFlag } from '../../src/device/abi.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { DEVICES, type DeviceUnderTest } from './devices.js';
import {
  ENDLESS,
  errnoOf,
  type OpenStream,
  prime,
  readSyncPtr,
  startWith,
  withStream,
} from './stream.js';

const FLAGS = [0, 1, 2, 3, 4, 5, 6, 7];

function call(device: PcmDevice, flags: number, applPtr: number, availMin: number) {
  const block = new ArrayBuffer(SYNC_PTR.size);
  new Uint32Array(block, SYNC_PTR.flags, 1)[0] = flags;
  const control = new BigUint64Array(block, SYNC_PTR.control, 2);
  control.set([BigInt(applPtr), BigInt(availMin)]);
  device.syncPtr(block);
  return { applPtr: Number(control[0]), availMin: Number(control[1]) };
}

/** Each flag word once: a set bit reads, a cleared one writes. */
function expectFlags({ device }: OpenStream): void {
  for (const flags of FLAGS) {
    const before = readSyncPtr(device);
    const applPtr = before.applPtr() + 16;
    const availMin = before.availMin() + 5;
    const answer = call(device, flags, applPtr, availMin);
    const expected = {
      applPtr: (flags & SyncFlag.APPL) !== 0 ? before.applPtr() : applPtr,
      availMin: (flags & SyncFlag.AVAIL_MIN) !== 0 ? before.availMin() : availMin,
    };
    const after = readSyncPtr(device);
    const kernel = { applPtr: after.applPtr(), availMin: after.availMin() };
    expect({ flags, answer, kernel }).toEqual({ flags, answer: expected, kernel: expected });
  }
}

describe.each(DEVICES)('SYNC_PTR on $name $direction', (under: DeviceUnderTest) => {
  it('reads what its bits name and writes the rest, on a prepared stream', () =>
    withStream(under, {}, (stream) => {
      prime(stream.io, 512);
      expectFlags(stream);
    }));

  it('does the same on a running stream', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream, 512);
      expectFlags(stream);
    }));

  it('refuses an appl_ptr at the boundary and keeps the old one', () =>
    withStream(under, {}, ({ device, io }) => {
      prime(io, 128);
      const { applPtr } = { applPtr: io.applPtr() };
      expect(errnoOf(() => call(device, SyncFlag.AVAIL_MIN, io.boundary, 0))).toBe('EINVAL');
      expect(readSyncPtr(device).applPtr()).toBe(applPtr);
    }));

  it('accepts an avail_min of 0, which only the core refuses', () =>
    withStream(under, {}, ({ device, io }) => {
      call(device, SyncFlag.APPL, 0, 0);
      expect(readSyncPtr(device).availMin()).toBe(0);
      expect(() => io.control.setAvailMin(0)).toThrow(/at least 1/);
    }));

  it('agrees with the accessors of the core', () =>
    withStream(under, {}, ({ device, io }) => {
      prime(io, 256);
      io.control.setAvailMin(321);
      const kernel = readSyncPtr(device);
      expect([kernel.state(), kernel.applPtr(), kernel.availMin()]).toEqual([
        io.state(),
        io.applPtr(),
        io.control.availMin(),
      ]);
      expect(kernel.availMin()).toBe(321);
    }));
});
