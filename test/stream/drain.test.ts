import { describe, expect, it } from 'vitest';
import { PcmState } from '../../src/device/state.js';
import { drainSilently } from '../../src/stream/drain.js';
import { codeOf, framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { channelsOf, heardPath } from '../sim/heard.js';

const RING = { ...sizes(100, 1000), channels: 1 } as const;

describe('draining silently', () => {
  it('plays all that was written, then silence, and nothing of what the ring held before', () => {
    const path = heardPath();
    const { device, io, time } = playbackOn(`sim:HEARD=${path}`, RING);
    let next = 1;
    const samples = {
      *[Symbol.iterator]() {
        for (;;) yield next++;
      },
    }[Symbol.iterator]();
    io.write(samples);
    device.start();
    for (let turn = 0; turn < 12; turn++) {
      time.advance(framesNs(100));
      io.write(samples);
    }
    const written = next - 1;
    drainSilently(device, io, () => time.nowNs() / 1e6);
    expect(io.state()).toBe(PcmState.SETUP);
    device.close();
    const [heard] = channelsOf(path);
    expect(heard!.slice(0, written)).toEqual(
      Array.from({ length: written }, (_, frame) => frame + 1),
    );
    const tail = heard!.slice(written);
    expect(tail.length).toBeGreaterThan(0);
    expect(tail.every((sample) => sample === 0)).toBe(true);
  });

  it('is over at once after an xrun', () => {
    const { device, io, time } = playbackOn('sim', RING);
    io.commit(1000);
    device.start();
    time.advance(framesNs(2000));
    drainSilently(device, io, () => time.nowNs() / 1e6);
    expect(io.state()).toBe(PcmState.XRUN);
  });

  it('gives up on a pointer that is stuck', () => {
    const { device, io, time } = playbackOn('sim:STUCK=500', RING);
    io.commit(1000);
    device.start();
    expect(codeOf(() => drainSilently(device, io, () => time.nowNs() / 1e6))).toBe('FAILED');
  });

  it.each([50, 1500])('tells that the device went away after %d frames', (frames) => {
    const { device, io, time } = playbackOn(`sim:UNPLUG=${frames}`, RING);
    io.commit(1000);
    device.start();
    expect(codeOf(() => drainSilently(device, io, () => time.nowNs() / 1e6))).toBe('DISCONNECTED');
  });
});
