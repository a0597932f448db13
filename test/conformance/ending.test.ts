import { describe, expect, it } from 'vitest';
import { PcmState } from '../../src/device/pcm-state.js';
import { DEVICES, MOVING, PLAYBACK } from './devices.js';
import {
  ENDLESS,
  errnoOf,
  prime,
  readSyncPtr,
  spinUntil,
  startWith,
  takeSnapshot,
  waitForState,
  withStream,
} from './stream.js';

const PLAYBACK_MOVING = MOVING.filter(({ direction }) => direction === 'playback');
const CAPTURE_MOVING = MOVING.filter(({ direction }) => direction === 'capture');

describe.each(PLAYBACK_MOVING)('draining $name playback', (under) => {
  it('ends in SETUP when hw_ptr has passed appl_ptr', () =>
    withStream(under, {}, (stream) => {
      const { device, io } = stream;
      startWith(stream, 3000);
      device.drain();
      waitForState(stream, PcmState.SETUP);
      expect(io.hwPtr()).toBeGreaterThanOrEqual(3000);
      expect(io.applPtr()).toBe(3000);
      expect(errnoOf(() => io.hwsync())).toBe('EBADFD');
    }));

  it('starts a stream that was only prepared', () =>
    withStream(under, {}, (stream) => {
      prime(stream.io, 3000);
      stream.device.drain();
      waitForState(stream, PcmState.SETUP);
      expect(stream.io.hwPtr()).toBeGreaterThanOrEqual(3000);
    }));

  it('is reported by EPIPE if a HWSYNC finds it complete', () =>
    withStream(under, {}, (stream) => {
      startWith(stream, 3000);
      stream.device.drain();
      let errno: string | undefined;
      spinUntil('drained', () => {
        errno = errnoOf(() => stream.io.hwsync());
        return errno !== undefined;
      });
      // EBADFD where the interrupt was first.
      expect(['EPIPE', 'EBADFD']).toContain(errno);
      expect(stream.io.state()).toBe(PcmState.SETUP);
    }));

  it('makes a wait for room time out until it has ended', () =>
    withStream(under, {}, (stream) => {
      const { device, io } = stream;
      startWith(stream, 8000);
      device.drain();
      const bits = device.wait(1);
      expect(bits === 0 || io.state() === PcmState.SETUP).toBe(true);
      expect(errnoOf(() => device.start())).toBe('EBADFD');
    }));
});

describe.each(PLAYBACK)('draining $name playback with nothing to play', (under) => {
  it('ends at once, in SETUP', () =>
    withStream(under, {}, ({ device, io }) => {
      device.drain();
      expect(io.state()).toBe(PcmState.SETUP);
    }));
});

describe.each(CAPTURE_MOVING)('draining $name capture', (under) => {
  it('stops it and leaves the captured frames readable', () =>
    withStream(under, ENDLESS, (stream) => {
      const { device, io } = stream;
      device.start();
      spinUntil('frames', () => io.avail() > 0);
      device.drain();
      expect(io.state()).toBe(PcmState.DRAINING);
      const { avail } = takeSnapshot(io);
      io.commit(avail);
      expect(io.avail()).toBe(0);
    }));
});

describe.each(DEVICES)('dropping $name $direction', (under) => {
  it('stops it in SETUP, from which only PREPARE continues', () =>
    withStream(under, ENDLESS, (stream) => {
      const { device, io } = stream;
      startWith(stream);
      device.drop();
      expect(io.state()).toBe(PcmState.SETUP);
      expect(readSyncPtr(device).state()).toBe(PcmState.SETUP);
      expect(errnoOf(() => device.start())).toBe('EBADFD');
      expect(errnoOf(() => io.hwsync())).toBe('EBADFD');
      device.drop();
      device.prepare();
      expect(takeSnapshot(io)).toMatchObject({ state: PcmState.PREPARED, hwPtr: 0, applPtr: 0 });
    }));
});
