import { describe, expect, it } from 'vitest';
import { memoryOf } from '../../src/device/device-memory.js';
import type { PcmDevice } from '../../src/device/pcm-device.js';
import { FreeStream } from '../../src/measure/free-stream.js';
import { signedStep } from '../../src/measure/pointer-track.js';
import { ManualTime } from '../../src/sim/time.js';
import { captureOn, framesNs, openIn, sizes } from '../core/on-the-sim.js';

const RING = { ...sizes(100, 1000), stopThreshold: 'never' as const };

describe('a step between two pointers', () => {
  it.each([
    [10, 30, 20],
    [30, 10, -20],
    [990, 10, 20],
    [10, 990, -20],
    [7, 7, 0],
  ])('from %i to %i of 1000 is %i', (from, to, step) => {
    expect(signedStep(from, to, 1000)).toBe(step);
  });
});

describe.each(['playback', 'capture'] as const)('a free %s stream', (direction) => {
  const on = (name: string) => {
    const time = new ManualTime();
    const device = openIn(time, name, { direction, ...RING });
    const stream = new FreeStream(device);
    stream.start();
    return { time, device, stream };
  };

  it('counts frames over every wrap, with the timestamp of each read', () => {
    const { time, stream } = on('sim:BOUNDARY=2');
    const beganNs = time.nowNs();
    for (let period = 1; period <= 50; period++) {
      time.advance(framesNs(100));
      expect(stream.read()).toBe(true);
      stream.follow();
      expect(stream.position).toBe(period * 100);
      expect(stream.stampNs - beganNs).toBeLessThanOrEqual(framesNs(100) * period);
    }
    expect(stream.read()).toBe(false);
  });

  it('waits for the next update, and not when it has come', () => {
    const { time, stream } = on('sim');
    for (let period = 1; period <= 30; period++) {
      const beganNs = time.nowNs();
      stream.wait();
      expect(time.nowNs() - beganNs).toBeGreaterThan(framesNs(90));
      expect(stream.read()).toBe(true);
      stream.follow();
      expect(stream.position).toBe(period * 100);
    }
  });

  it('updates hw_ptr from the hardware', () => {
    const { time, stream } = on('sim');
    time.advance(framesNs(142));
    stream.read();
    expect(stream.position).toBe(100);
    expect(stream.query()).toBe(true);
    expect(stream.position).toBe(142);
  });

  it('continues after a long pause and after a large backward step', () => {
    const { time, stream } = on('sim:BACKSTEP=90000:5000');
    time.advance(framesNs(80_000));
    stream.read();
    stream.follow();
    time.advance(framesNs(10_000));
    stream.read();
    stream.follow();
    expect(stream.position).toBe(85_000);
    time.advance(framesNs(10_000));
    stream.read();
    stream.follow();
    expect(stream.position).toBe(95_000);
  });
});

function bytesOf(device: PcmDevice): Uint8Array {
  const ring = memoryOf(device).mapSamples(0, 4000);
  if (ring.kind !== 'mapped') throw new Error('the ring is not mapped');
  return new Uint8Array(ring.buffer, 0, 4000);
}

it('a free playback stream plays silence, whatever was in the ring', () => {
  const time = new ManualTime();
  const device = openIn(time, 'sim', { direction: 'playback', ...RING });
  bytesOf(device).fill(85);
  const stream = new FreeStream(device);
  stream.start();
  time.advance(framesNs(900));
  expect(bytesOf(device).every((byte) => byte === 0)).toBe(true);
});

it('a stream that has stopped is an error', () => {
  const { device, time } = captureOn('sim:XRUN=250', RING);
  const stream = new FreeStream(device);
  stream.start();
  time.advance(framesNs(300));
  expect(() => stream.read()).toThrow(/stopped during the measurement, in state XRUN/);
});
