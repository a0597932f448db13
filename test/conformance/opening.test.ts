import { describe, expect, it } from 'vitest';
import { memoryOf } from '../../src/device/device-memory.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { DEVICES, UNMAPPABLE } from './devices.js';
import { openPcm, takeSnapshot, withStream } from './stream.js';

describe.each(DEVICES)('$name $direction, just opened', (under) => {
  it('is PREPARED, with both pointers at 0 and no timestamp', () =>
    withStream(under, {}, ({ io }) => {
      expect(takeSnapshot(io)).toMatchObject({
        state: PcmState.PREPARED,
        hwPtr: 0,
        applPtr: 0,
        avail: under.direction === 'playback' ? io.bufferSize : 0,
        tstampSec: 0,
        tstampNsec: 0,
        consistent: true,
      });
    }));

  it('has a boundary of the buffer size times a power of two', () =>
    withStream(under, {}, ({ io }) => {
      expect(Math.log2(io.boundary / io.bufferSize) % 1).toBe(0);
      expect(io.boundary).toBeGreaterThan(io.bufferSize);
    }));

  it('has an avail_min of one period and stops at an xrun by default', () =>
    withStream(under, {}, ({ device, io }) => {
      expect(io.control.availMin()).toBe(device.params.periodSize);
      expect(device.params.stopThreshold).toBe(io.bufferSize);
    }));

  it('accepts another avail_min and an endless stream', () =>
    withStream(under, { availMin: 2077, stopThreshold: 'never' }, ({ device, io }) => {
      expect([io.control.availMin(), device.params.availMin]).toEqual([2077, 2077]);
      expect(device.params.stopThreshold).toBe(device.params.boundary);
    }));

  it('raises an avail_min below a period to a period', () =>
    withStream(under, { availMin: 77 }, ({ device, io }) => {
      const { availMin, periodSize } = device.params;
      expect([io.control.availMin(), availMin]).toEqual([periodSize, periodSize]);
    }));

  it('reports the access to status and control, and why one is not mapped', () =>
    withStream(under, {}, ({ io }) => {
      expect([io.status.path, io.control.path]).toEqual([under.status, under.control]);
      for (const part of [io.status, io.control]) {
        if (part.path === 'mmap') expect(part.refusal).toBeUndefined();
        else expect(part.refusal).toMatchObject({ errno: 'ENXIO', reason: /^cannot map/ });
      }
    }));

  it('shares no more than its ring', () =>
    withStream(under, {}, ({ device }) => {
      expect(memoryOf(device).mapSamples(0, 2 ** 28)).toMatchObject({
        kind: 'refused',
        errno: 'EINVAL',
      });
    }));

  it('reports the location of each channel, and refuses a missing channel', () =>
    withStream(under, {}, ({ device }) => {
      const { channels, format } = device.params;
      const [first, second] = [device.channelInfo(0), device.channelInfo(1)];
      const sampleBits = format.bytes * 8;
      expect(first.firstBits).toBe(0);
      expect(first.stepBits).toBe(under.apart ? sampleBits : channels * sampleBits);
      expect(second.offsetBytes * 8 + second.firstBits > sampleBits).toBe(under.apart);
      expect(() => device.channelInfo(channels)).toThrow(/EINVAL/);
    }));
});

describe.each(UNMAPPABLE)('$name $direction, without an access by mmap', (under) => {
  it('is refused, with the access that it has', () =>
    expect(openPcm(under)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringMatching(/cannot map the ring: .*supported: RW_(NON)?INTERLEAVED/),
    }));
});
