import { describe, expect, it } from 'vitest';
import type { MmapPlayback } from '../../src/core/mmap-playback.js';
import { PcmState } from '../../src/device/pcm-state.js';
import { CAPTURE, DEVICES, MOVING, PLAYBACK } from './devices.js';
import {
  codeOf,
  ENDLESS,
  errnoOf,
  type OpenStream,
  prime,
  readSyncPtr,
  spinUntil,
  startWith,
  takeSnapshot,
  withStream,
} from './stream.js';

describe.each(PLAYBACK)('starting $name playback', (under) => {
  it('is refused if there is nothing to play', () =>
    withStream(under, {}, ({ device, io }) => {
      expect(errnoOf(() => device.start())).toBe('EPIPE');
      expect(io.state()).toBe(PcmState.PREPARED);
    }));

  it('is not done by a commit', () =>
    withStream(under, {}, ({ io }) => {
      prime(io);
      expect(takeSnapshot(io)).toMatchObject({ state: PcmState.PREPARED, avail: 0, hwPtr: 0 });
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
  it('moves hw_ptr without a call', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      const { io } = stream;
      const read = under.status === 'mmap' ? () => io.status.peekHwPtr() : () => io.hwPtr();
      spinUntil('hw_ptr moves', () => read() > 0);
      const first = read();
      spinUntil('hw_ptr moves on', () => read() > first);
    }));

  it('has the same values on the pages as by SYNC_PTR', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      const { device, io } = stream;
      spinUntil('hw_ptr moves', () => io.hwPtr() > 0);
      for (let cycle = 0; cycle < 20; cycle++) {
        const before = io.hwPtr();
        const kernel = readSyncPtr(device);
        const after = io.hwPtr();
        expect(kernel.hwPtr()).toBeGreaterThanOrEqual(before);
        expect(kernel.hwPtr()).toBeLessThanOrEqual(after);
        expect([kernel.state(), kernel.applPtr()]).toEqual([io.state(), io.applPtr()]);
      }
    }));

  it('updates hw_ptr on a query, and hw_ptr never moves back', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      const { io } = stream;
      spinUntil('hw_ptr moves', () => io.hwPtr() > 0);
      for (let cycle = 0; cycle < 20; cycle++) {
        const before = io.hwPtr();
        io.hwsync();
        expect(io.hwPtr()).toBeGreaterThanOrEqual(before);
      }
    }));

  it('has the avail that follows from the two pointers', () =>
    withStream(under, ENDLESS, (stream) => {
      startWith(stream);
      const { io } = stream;
      spinUntil('hw_ptr moves', () => io.hwPtr() > 0);
      const { hwPtr, applPtr, avail, consistent } = takeSnapshot(io);
      expect(consistent).toBe(true);
      expect(avail).toBe(hwPtr - applPtr + (under.direction === 'playback' ? io.bufferSize : 0));
    }));

  it('accepts a commit of avail frames but not of one more', () =>
    withStream(under, { bufferSize: { frames: 65_536 } }, (stream) => {
      startWith(stream);
      const { device, io } = stream;
      spinUntil('there is room', () => device.wait(20) !== 0 && io.avail() >= 100);
      expect(codeOf(() => io.commit(2 * io.bufferSize))).toBe('RANGE');
      expect(codeOf(() => io.commit(-1))).toBe('RANGE');
      const before = io.applPtr();
      io.commit(100);
      expect(io.applPtr()).toBe(before + 100);
      expect(readSyncPtr(device).applPtr()).toBe(before + 100);
    }));
});

describe.each(PLAYBACK.filter(({ moves }) => moves))('$name, running', (under) => {
  const LONG = { bufferSize: { frames: 65_536 }, ...ENDLESS };

  /** Fills the ring with samples that are not silence, hands them over and starts. */
  function startLoud(stream: OpenStream): MmapPlayback {
    const io = stream.io as MmapPlayback;
    const loud = io.codec.fromNormalized(0.5);
    io.write(Array<number>(io.bufferSize * io.channels).fill(loud));
    stream.device.start();
    return io;
  }

  /** Samples of the first frames in the ring. */
  function isSilent(io: MmapPlayback, frames: number): boolean {
    for (let offset = 0; offset < frames; offset++) {
      if (io['data'].get(offset, 0) !== io.codec.silence) return false;
    }
    return true;
  }

  it('leaves played frames in the ring unless auto-silence is on', () =>
    withStream(under, LONG, (stream) => {
      const io = startLoud(stream);
      spinUntil('hw_ptr moves', () => io.hwPtr() > 0);
      expect(io['data'].get(0, 0)).toBe(io.codec.fromNormalized(0.5));
    }));

  it('silences played frames before hw_ptr passes them, and no frame still to be played', () =>
    withStream(under, { ...LONG, autoSilence: true }, (stream) => {
      const io = startLoud(stream);
      const last = io.bufferSize - 1;
      for (let cycle = 0, seen = 0; cycle < 4; cycle++) {
        const before = seen;
        spinUntil('hw_ptr moves', () => {
          seen = io.hwPtr();
          return seen > before;
        });
        expect(isSilent(io, Math.min(seen, last))).toBe(true);
      }
      const isLoud = io['data'].get(last, 0) === io.codec.fromNormalized(0.5);
      expect(isLoud).toBe(io.hwPtr() <= last);
    }));

  it('is silent throughout after a buffer size without new frames', () =>
    withStream(under, { ...ENDLESS, autoSilence: true }, (stream) => {
      const io = startLoud(stream);
      spinUntil('the ring went round', () => io.hwPtr() >= io.bufferSize);
      expect(isSilent(io, io.bufferSize)).toBe(true);
    }));

  it('silences uncommitted frames at its start', () =>
    withStream(under, { ...LONG, autoSilence: true }, (stream) => {
      const io = stream.io as MmapPlayback;
      const loud = io.codec.fromNormalized(0.5);
      const [ring] = io.dataPtr();
      for (let frame = 0; frame < ring.frames; frame++) ring.set(frame, 0, loud);
      io.commit(io.bufferSize / 2);
      stream.device.start();
      const half = io['data'].get(io.bufferSize / 2 - 1, 0);
      expect([half, io['data'].get(io.bufferSize - 1, 0)]).toEqual([loud, io.codec.silence]);
    }));
});
