import { describe, expect, it } from 'vitest';
import { InfoFlag } from '../../src/device/abi.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { DEVICES } from './devices.js';
import { ENDLESS, errnoOf, spinUntil, startWith, waitForState, withStream } from './stream.js';

const PAUSING = DEVICES.filter(({ pauses }) => pauses);

describe.each(DEVICES)('pausing $name $direction', (under) => {
  it('is reported as the driver supports it', () =>
    withStream(under, {}, ({ device }) => {
      expect((device.params.infoFlags & InfoFlag.PAUSE) !== 0).toBe(under.pauses);
    }));

  it('is refused before the start', () =>
    withStream(under, {}, ({ device }) => {
      expect(errnoOf(() => device.pause(true))).toBe(under.pauses ? 'EBADFD' : 'ENOSYS');
    }));
});

describe.each(DEVICES.filter(({ pauses }) => !pauses))('pausing $name $direction', (under) => {
  it('is refused if the driver does not support it, and the stream continues', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      expect(errnoOf(() => stream.device.pause(true))).toBe('ENOSYS');
      expect(stream.io.state()).toBe(PcmState.RUNNING);
    }));
});

describe.each(PAUSING)('pausing $name $direction', (under) => {
  it('stops hw_ptr until the pause is released', () =>
    withStream(under, ENDLESS, (stream) => {
      const { device, io } = stream;
      startWith(stream);
      if (under.moves) spinUntil('hw_ptr moves', () => io.hwPtr() > 0);
      device.pause(true);
      expect(io.state()).toBe(PcmState.PAUSED);
      const before = io.hwPtr();
      device.wait(50);
      io.hwsync();
      expect(io.hwPtr()).toBe(before);
      expect(errnoOf(() => device.start())).toBe('EBADFD');
      device.pause(false);
      expect(io.state()).toBe(PcmState.RUNNING);
      if (under.moves) spinUntil('hw_ptr moves again', () => io.hwPtr() > before);
    }));

  it('is ended by PREPARE, with both pointers at 0', () =>
    withStream(under, {}, (stream) => {
      const { device, io } = stream;
      startWith(stream, 4000);
      device.pause(true);
      device.prepare();
      expect([io.state(), io.hwPtr(), io.applPtr()]).toEqual([PcmState.PREPARED, 0, 0]);
    }));
});

describe.each(PAUSING.filter(({ direction }) => direction === 'playback'))(
  'pausing $name $direction',
  (under) => {
    it('is ended by a drain, which plays the rest', () =>
      withStream(under, {}, (stream) => {
        const { device, io } = stream;
        startWith(stream, 4000);
        device.pause(true);
        device.drain();
        waitForState(stream, PcmState.SETUP);
        expect(io.hwPtr()).toBeGreaterThanOrEqual(4000);
      }));
  },
);

describe.each(DEVICES)('resuming $name $direction', (under) => {
  it('is refused if nothing was suspended', () =>
    withStream(under, {}, ({ device }) => {
      expect(['EBADFD', 'ENOSYS']).toContain(errnoOf(() => device.resume()));
    }));
});
