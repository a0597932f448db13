import { describe, expect, it } from 'vitest';
import type { MmapPlayback } from '../../src/core/mmap-playback.js';
import { PcmState } from '../../src/device/pcm-state.js';
import type { SimDevice } from '../../src/sim/sim-device.js';
import type { ManualTime } from '../../src/sim/time.js';
import { type DrainObserver, drainWithSilence } from '../../src/stream/drain.js';
import { StallDetector } from '../../src/stream/stall-detector.js';
import { codeOf, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';

const RING = { ...sizes(100, 1000), channels: 1 } as const;

/** Watches, and brings nothing back. */
function watchOn(device: SimDevice, io: MmapPlayback, time: ManualTime): DrainObserver {
  const stuck = new StallDetector(device.identity.name, device.params, 1);
  return {
    checkProgress: () => stuck.check({ hwPtr: io.hwPtr(), atNs: time.nowNs() }),
    handleStop: () => false,
  };
}

describe('draining silently', () => {
  it.each([
    [100, 1000],
    // The hardware runs on into what it has played before: the ring is no multiple of the period.
    [3000, 8000],
  ])(
    'plays all, then silence, and nothing that the ring held before (period %d of %d)',
    (period, buffer) => {
      const path = dumpPath();
      const ask = { ...sizes(period, buffer), channels: 1 };
      const { device, io, time } = playbackOn(`sim:DUMP=${path}`, ask);
      let next = 1;
      const samples = {
        *[Symbol.iterator]() {
          for (;;) yield next++;
        },
      }[Symbol.iterator]();
      io.write(samples);
      device.start();
      for (let turn = 0; turn < 4; turn++) {
        time.advance(framesNs(period));
        io.write(samples);
      }
      const written = next - 1;
      drainWithSilence(device, io, watchOn(device, io, time));
      expect(io.state()).toBe(PcmState.SETUP);
      device.close();
      const [heard = []] = readWavChannels(path);
      expect(heard.slice(0, written)).toEqual(
        Array.from({ length: written }, (_, frame) => frame + 1),
      );
      const tail = heard.slice(written);
      expect(tail.length).toBeGreaterThan(0);
      expect(tail.filter((sample) => sample !== 0)).toEqual([]);
    },
  );

  it('is over at once after an xrun', () => {
    const { device, io, time } = playbackOn('sim', RING);
    io.commit(1000);
    device.start();
    time.advance(framesNs(2000));
    drainWithSilence(device, io, watchOn(device, io, time));
    expect(io.state()).toBe(PcmState.XRUN);
  });

  it('gives up on a pointer that is stuck', () => {
    const { device, io, time } = playbackOn('sim:STALL=500', RING);
    io.commit(1000);
    device.start();
    expect(codeOf(() => drainWithSilence(device, io, watchOn(device, io, time)))).toBe('FAILED');
  });

  it.each([50, 1500])('tells that the device went away after %d frames', (frames) => {
    const { device, io, time } = playbackOn(`sim:UNPLUG=${frames}`, RING);
    io.commit(1000);
    device.start();
    expect(codeOf(() => drainWithSilence(device, io, watchOn(device, io, time)))).toBe(
      'DISCONNECTED',
    );
  });
});
