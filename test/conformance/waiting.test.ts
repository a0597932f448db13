import { describe, expect, it } from 'vitest';
import { PollFlag } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { CAPTURE, MOVING, PLAYBACK } from './devices.js';
import { prime, startWith, withStream } from './stream.js';

describe.each(PLAYBACK)('waiting for room on $name playback', (under) => {
  it('returns at once while the ring is empty, and times out when it is full', () =>
    withStream(under, {}, ({ device, io }) => {
      expect(device.wait(10_000)).toBe(PollFlag.OUT);
      prime(io);
      expect(device.wait(30)).toBe(0);
    }));

  it('returns at once when avail reaches avail_min, but not one frame below', () =>
    withStream(under, {}, ({ device, io }) => {
      prime(io, io.bufferSize - 500);
      io.control.setAvailMin(501);
      expect(device.wait(20)).toBe(0);
      io.control.setAvailMin(500);
      expect(device.wait(10_000)).toBe(PollFlag.OUT);
    }));
});

describe.each(CAPTURE)('waiting for frames on $name capture', (under) => {
  it('times out before the start', () =>
    withStream(under, {}, ({ device }) => {
      expect(device.wait(20)).toBe(0);
    }));
});

describe.each(MOVING)('waiting on $name $direction, running', (under) => {
  it('is ended by the stream when avail has reached avail_min', () =>
    withStream(under, {}, (stream) => {
      const { device, io } = stream;
      io.control.setAvailMin(2 * io.params.periodSize);
      startWith(stream);
      const bits = device.wait(20_000);
      expect(bits & (PollFlag.IN | PollFlag.OUT)).not.toBe(0);
      expect(io.avail()).toBeGreaterThanOrEqual(2 * io.params.periodSize);
    }));

  it('continues over several cycles of waiting and committing', () =>
    withStream(under, {}, (stream) => {
      const { device, io } = stream;
      startWith(stream);
      for (let cycle = 0; cycle < 6 && io.state() === PcmState.RUNNING; cycle++) {
        expect(device.wait(20_000)).not.toBe(0);
        if (io.state() === PcmState.RUNNING) io.commit(io.avail());
      }
      expect(io.hwPtr()).toBeGreaterThanOrEqual(4 * io.params.periodSize);
    }));
});
