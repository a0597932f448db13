import { describe, expect, it } from 'vitest';
import { PollFlag } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { MOVING } from './devices.js';
import {
  codeOf,
  ENDLESS,
  errnoOf,
  readSyncPtr,
  spinUntil,
  startWith,
  takeSnapshot,
  waitForState,
  withStream,
} from './stream.js';

/** Runs dry, or over, sooner than the usual one. */
const RING = { bufferSize: { frames: 4096 } };

describe.each(MOVING)('an xrun of $name $direction', (under) => {
  it('stops a stream that is not served for a buffer size', () =>
    withStream(under, RING, (stream) => {
      startWith(stream, 1024);
      waitForState(stream, PcmState.XRUN);
      const { avail } = takeSnapshot(stream.io);
      const { bufferSize, params } = stream.io;
      expect(avail).toBeGreaterThanOrEqual(bufferSize - (under.stopsEarly ? params.periodSize : 0));
    }));

  it('is reported by the state and by SYNC_PTR; HWSYNC, START and commit are refused', () =>
    withStream(under, RING, (stream) => {
      const { device, io } = stream;
      startWith(stream, 1024);
      waitForState(stream, PcmState.XRUN);
      expect(readSyncPtr(device).state()).toBe(PcmState.XRUN);
      expect(errnoOf(() => io.hwsync())).toBe('EPIPE');
      expect(errnoOf(() => device.start())).toBe('EBADFD');
      expect(codeOf(() => io.commit(1))).toBe('XRUN');
      expect(io.state()).toBe(PcmState.XRUN);
    }));

  it('makes a wait return at once, with ERR', () =>
    withStream(under, RING, (stream) => {
      startWith(stream, 1024);
      waitForState(stream, PcmState.XRUN);
      const ready = under.direction === 'playback' ? PollFlag.OUT : PollFlag.IN;
      expect(stream.device.wait(10_000)).toBe(ready | PollFlag.ERR);
    }));

  it('is also detected by HWSYNC', () =>
    withStream(under, RING, (stream) => {
      startWith(stream, 1024);
      let errno: string | undefined;
      spinUntil('EPIPE', () => {
        errno = errnoOf(() => stream.io.hwsync());
        return errno !== undefined;
      });
      expect(errno).toBe('EPIPE');
      expect(stream.io.state()).toBe(PcmState.XRUN);
    }));

  it('is left by PREPARE, with both pointers at 0, and the stream runs again', () =>
    withStream(under, RING, (stream) => {
      const { device, io } = stream;
      startWith(stream, 1024);
      waitForState(stream, PcmState.XRUN);
      device.prepare();
      expect(takeSnapshot(io)).toMatchObject({ state: PcmState.PREPARED, hwPtr: 0, applPtr: 0 });
      startWith(stream);
      spinUntil('hw_ptr moves', () => io.hwPtr() > 0);
    }));
});

describe.each(MOVING.filter(({ nearBoundary }) => !nearBoundary))(
  '$name $direction, endless',
  (under) => {
    it('continues without an xrun, with an avail above the buffer size', () =>
      withStream(under, { ...RING, ...ENDLESS }, (stream) => {
        const { io } = stream;
        startWith(stream, 1024);
        spinUntil('avail beyond the ring', () => io.avail() > io.bufferSize);
        expect(io.state()).toBe(PcmState.RUNNING);
        const [first, second] = io.dataPtr();
        expect(first.frames + second.frames).toBe(io.bufferSize);
      }));
  },
);
