import { describe, expect, it } from 'vitest';
import type { MmapPlayback } from '../../src/core/mmap-playback.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { PcmState } from '../../src/device/pcm-state.js';
import type { ManualTime } from '../../src/sim/time.js';
import { type DrainObserver, drainWithSilence } from '../../src/stream/drain.js';
import { StallDetector } from '../../src/stream/stall-detector.js';
import { codeOf, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';

const RING = { ...sizes(100, 1000), channels: 1 } as const;

/** An observer that detects stalls and recovers nothing. */
function createObserver(device: PcmDevice, io: MmapPlayback, time: ManualTime): DrainObserver {
  const stalls = new StallDetector(device.identity.name, device.params, 1);
  return {
    checkProgress: () => stalls.check({ state: io.state(), hwPtr: io.hwPtr(), atNs: time.nowNs() }),
    handleStop: () => false,
  };
}

describe('drainWithSilence', () => {
  it.each([
    [100, 1000],
    // The buffer is not a multiple of the period: the hardware runs on into played frames.
    [3000, 8000],
  ])('plays all frames, then silence, and no old frames (period %d of %d)', (period, buffer) => {
    const path = dumpPath();
    const request = { ...sizes(period, buffer), channels: 1 };
    const { device, io, time } = playbackOn(`sim:DUMP=${path}`, request);
    let next = 1;
    const samples = {
      *[Symbol.iterator]() {
        for (;;) yield next++;
      },
    }[Symbol.iterator]();
    io.write(samples);
    device.start();
    for (let cycle = 0; cycle < 4; cycle++) {
      time.advance(framesNs(period));
      io.write(samples);
    }
    const written = next - 1;
    drainWithSilence(device, io, createObserver(device, io, time));
    expect(io.state()).toBe(PcmState.SETUP);
    device.close();
    const [played = []] = readWavChannels(path);
    expect(played.slice(0, written)).toEqual(
      Array.from({ length: written }, (_, frame) => frame + 1),
    );
    const tail = played.slice(written);
    expect(tail.length).toBeGreaterThan(0);
    expect(tail.filter((sample) => sample !== 0)).toEqual([]);
  });

  it('ends immediately after an xrun', () => {
    const { device, io, time } = playbackOn('sim', RING);
    io.commit(1000);
    device.start();
    time.advance(framesNs(2000));
    drainWithSilence(device, io, createObserver(device, io, time));
    expect(io.state()).toBe(PcmState.XRUN);
  });

  it('throws FAILED when hw_ptr stalls', () => {
    const { device, io, time } = playbackOn('sim:STALL=500', RING);
    io.commit(1000);
    device.start();
    expect(codeOf(() => drainWithSilence(device, io, createObserver(device, io, time)))).toBe(
      'FAILED',
    );
  });

  it.each([50, 1500])('throws DISCONNECTED after %d frames', (frames) => {
    const { device, io, time } = playbackOn(`sim:UNPLUG=${frames}`, RING);
    io.commit(1000);
    device.start();
    expect(codeOf(() => drainWithSilence(device, io, createObserver(device, io, time)))).toBe(
      'DISCONNECTED',
    );
  });
});
