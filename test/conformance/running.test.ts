import { describe, expect, it } from 'vitest';
import { PcmState } from '../../src/device/state.js';
import { CAPTURE, DEVICES, MOVING, PLAYBACK } from './devices.js';
import {
  asked,
  codeOf,
  ENDLESS,
  errnoOf,
  look,
  prime,
  spinUntil,
  startWith,
  withStream,
} from './stream.js';

describe.each(PLAYBACK)('starting $name playback', (under) => {
  it('is refused while there is nothing to play', () =>
    withStream(under, {}, ({ device, io }) => {
      expect(errnoOf(() => device.start())).toBe('EPIPE');
      expect(io.state()).toBe(PcmState.PREPARED);
    }));

  it('is not done by a commit', () =>
    withStream(under, {}, ({ io }) => {
      prime(io);
      expect(look(io)).toMatchObject({ state: PcmState.PREPARED, avail: 0, hwPtr: 0 });
    }));
});

describe.each(CAPTURE)('starting $name capture', (under) => {
  it('needs nothing in the ring', () =>
    withStream(under, {}, ({ device, io }) => {
      device.start();
      expect(io.state()).toBe(PcmState.RUNNING);
    }));
});

describe.each(DEVICES)('$name $direction, running', (under) => {
  it('cannot be started or prepared again', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      expect(errnoOf(() => stream.device.start())).toBe('EBADFD');
      expect(errnoOf(() => stream.device.prepare())).toBe('EBUSY');
      expect(stream.io.state()).toBe(PcmState.RUNNING);
    }));
});

describe.each(MOVING)('$name $direction, running', (under) => {
  it('moves hw_ptr while nobody calls', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      const { io } = stream;
      const read = under.status === 'mmap' ? () => io.status.hwPtrNow() : () => io.hwPtr();
      spinUntil('hw_ptr moves', () => read() > 0);
      const first = read();
      spinUntil('hw_ptr moves on', () => read() > first);
    }));

  it('shows on the pages what SYNC_PTR tells', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      const { device, io } = stream;
      spinUntil('hw_ptr moves', () => io.hwPtr() > 0);
      for (let turn = 0; turn < 20; turn++) {
        const before = io.hwPtr();
        const kernel = asked(device);
        const after = io.hwPtr();
        expect(kernel.hwPtr()).toBeGreaterThanOrEqual(before);
        expect(kernel.hwPtr()).toBeLessThanOrEqual(after);
        expect([kernel.state(), kernel.applPtr()]).toEqual([io.state(), io.applPtr()]);
      }
    }));

  it('tells where it is when asked, and that never goes back', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      const { io } = stream;
      spinUntil('hw_ptr moves', () => io.hwPtr() > 0);
      for (let turn = 0; turn < 20; turn++) {
        const before = io.hwPtr();
        io.hwsync();
        expect(io.hwPtr()).toBeGreaterThanOrEqual(before);
      }
    }));

  it('has as much avail as the two pointers say', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      const { io } = stream;
      spinUntil('hw_ptr moves', () => io.hwPtr() > 0);
      const { hwPtr, applPtr, avail, consistent } = look(io);
      expect(consistent).toBe(true);
      expect(avail).toBe(hwPtr - applPtr + (under.direction === 'playback' ? io.bufferSize : 0));
    }));

  it('takes a commit of what is available, and not a frame more', () =>
    withStream(under, { bufferSize: { frames: 65_536 } }, (stream) => {
      startWith(stream);
      const { device, io } = stream;
      spinUntil('there is room', () => device.wait(20) !== 0 && io.avail() >= 100);
      expect(codeOf(() => io.commit(2 * io.bufferSize))).toBe('RANGE');
      expect(codeOf(() => io.commit(-1))).toBe('RANGE');
      const before = io.applPtr();
      io.commit(100);
      expect(io.applPtr()).toBe(before + 100);
      expect(asked(device).applPtr()).toBe(before + 100);
    }));
});
