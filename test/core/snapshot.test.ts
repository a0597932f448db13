import { describe, expect, it } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { Snapshot } from '../../src/core/snapshot.js';
import { MMAP_STATUS } from '../../src/device/abi.js';
import { memoryOf } from '../../src/device/device-memory.js';
import type { Mapping } from '../../src/device/pcm-device.js';
import { captureOn, codeOf, framesNs, playbackOn } from './on-the-sim.js';

/** Simulates pointer updates by the kernel between two reads, one per read of the state. */
function disturbed(changes: number) {
  const { device, io, time } = captureOn('sim');
  device.start();
  time.advance(framesNs(1024));
  const words = new BigInt64Array((memoryOf(device).mapStatus() as Mapping).buffer);
  const original = io.status.peekState.bind(io.status);
  let reads = 0;
  io.status.peekState = () => {
    if (reads++ < changes) {
      words[MMAP_STATUS.hwPtr / 8]! += 10n;
      words[MMAP_STATUS.tstampNsec / 8]! += 100n;
    }
    return original();
  };
  return { io, reads: () => reads };
}

describe('MmapIO.snapshot', () => {
  it('retries after a concurrent pointer update and returns consistent values', () => {
    const { io, reads } = disturbed(3);
    const before = io.status.peekHtstampNsec();
    const seen = io.snapshot(new Snapshot());
    expect(seen).toMatchObject({ consistent: true, hwPtr: 1054, avail: 1054 });
    expect(seen.tstampNsec).toBe(before + 300);
    expect(reads()).toBe(4);
  });

  it('returns consistent: false after 16 attempts', () => {
    const { io, reads } = disturbed(Number.POSITIVE_INFINITY);
    expect(io.snapshot(new Snapshot()).consistent).toBe(false);
    expect(reads()).toBe(16);
  });

  it('resets consistent to true in the next snapshot', () => {
    const { io } = disturbed(16);
    const snapshot = new Snapshot();
    expect(io.snapshot(snapshot).consistent).toBe(false);
    expect(io.snapshot(snapshot).consistent).toBe(true);
  });

  it('resets consistent to false in the next snapshot', () => {
    const { io } = disturbed(Number.POSITIVE_INFINITY);
    const snapshot = new Snapshot();
    snapshot.consistent = true;
    expect(io.snapshot(snapshot).consistent).toBe(false);
  });

  it.each(['hwPtr', 'tstampSec', 'tstampNsec'] as const)(
    'detects a change of %s alone',
    (field) => {
      const { device, io, time } = captureOn('sim');
      device.start();
      time.advance(framesNs(1024));
      const words = new BigInt64Array((memoryOf(device).mapStatus() as Mapping).buffer);
      const original = io.status.peekState.bind(io.status);
      const before = Number(words[MMAP_STATUS[field] / 8]);
      let reads = 0;
      io.status.peekState = () => {
        if (reads++ === 0) words[MMAP_STATUS[field] / 8]! += 1n;
        return original();
      };
      expect(io.snapshot(new Snapshot())[field]).toBe(before + 1);
      expect(reads).toBe(2);
    },
  );

  it('returns the object passed to it', () => {
    const { io } = playbackOn();
    const snapshot = new Snapshot();
    expect(io.snapshot(snapshot)).toBe(snapshot);
  });
});

describe('a stream over a device of the opposite direction', () => {
  it('throws RANGE', () => {
    const { device } = captureOn();
    expect(codeOf(() => new MmapPlayback(device))).toBe('RANGE');
    const playback = playbackOn();
    expect(codeOf(() => new MmapCapture(playback.device))).toBe('RANGE');
  });
});
