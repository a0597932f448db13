import { describe, expect, it } from 'vitest';
import { MmapCapture } from '../../src/core/mmap-capture.js';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { Snapshot } from '../../src/core/snapshot.js';
import { MMAP_STATUS } from '../../src/device/abi.js';
import type { Mapping } from '../../src/device/pcm-device.js';
import { captureOn, codeOf, framesNs, playbackOn } from './on-the-sim.js';

/** Lets the "kernel" write between two reads: whenever the state is read, `change` runs. */
function disturbed(changes: number) {
  const { device, io, time } = captureOn('sim');
  device.start();
  time.advance(framesNs(1024));
  const words = new BigInt64Array((device.mapStatus() as Mapping).buffer);
  const original = io.status.peekState.bind(io.status);
  let looks = 0;
  io.status.peekState = () => {
    if (looks++ < changes) {
      words[MMAP_STATUS.hwPtr / 8]! += 10n;
      words[MMAP_STATUS.tstampNsec / 8]! += 100n;
    }
    return original();
  };
  return { io, looks: () => looks };
}

describe('a snapshot', () => {
  it('looks again where the pointer moved meanwhile, and gives values that belong together', () => {
    const { io, looks } = disturbed(3);
    const before = io.status.peekHtstampNsec();
    const seen = io.snapshot(new Snapshot());
    expect(seen).toMatchObject({ consistent: true, hwPtr: 1054, avail: 1054 });
    expect(seen.tstampNsec).toBe(before + 300);
    expect(looks()).toBe(4);
  });

  it('gives up after a bounded number of looks, and says so', () => {
    const { io, looks } = disturbed(Number.POSITIVE_INFINITY);
    expect(io.snapshot(new Snapshot()).consistent).toBe(false);
    expect(looks()).toBe(16);
  });

  it('does not keep saying so', () => {
    const { io } = disturbed(16);
    const snapshot = new Snapshot();
    expect(io.snapshot(snapshot).consistent).toBe(false);
    expect(io.snapshot(snapshot).consistent).toBe(true);
  });

  it('says so though the one before was consistent', () => {
    const { io } = disturbed(Number.POSITIVE_INFINITY);
    const snapshot = new Snapshot();
    snapshot.consistent = true;
    expect(io.snapshot(snapshot).consistent).toBe(false);
  });

  it.each(['hwPtr', 'tstampSec', 'tstampNsec'] as const)(
    'notices that %s alone has changed',
    (field) => {
      const { device, io, time } = captureOn('sim');
      device.start();
      time.advance(framesNs(1024));
      const words = new BigInt64Array((device.mapStatus() as Mapping).buffer);
      const original = io.status.peekState.bind(io.status);
      const before = Number(words[MMAP_STATUS[field] / 8]);
      let looks = 0;
      io.status.peekState = () => {
        if (looks++ === 0) words[MMAP_STATUS[field] / 8]! += 1n;
        return original();
      };
      expect(io.snapshot(new Snapshot())[field]).toBe(before + 1);
      expect(looks).toBe(2);
    },
  );

  it('fills the object that it is given and answers it', () => {
    const { io } = playbackOn();
    const snapshot = new Snapshot();
    expect(io.snapshot(snapshot)).toBe(snapshot);
  });
});

describe('a stream over a device of the other direction', () => {
  it('is refused, and maps nothing', () => {
    const { device } = captureOn();
    expect(codeOf(() => new MmapPlayback(device))).toBe('RANGE');
    const playback = playbackOn();
    expect(codeOf(() => new MmapCapture(playback.device))).toBe('RANGE');
  });
});
