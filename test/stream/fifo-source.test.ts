import { describe, expect, it } from 'vitest';
import { bytesPerFrame } from '../../src/device/params.js';
import { FifoSource } from '../../src/stream/fifo-source.js';
import { FrameFifo } from '../../src/stream/frame-fifo.js';
import { Player } from '../../src/stream/player.js';
import { StreamCounters } from '../../src/stream/stream-counters.js';
import { playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from '../sim/dump.js';
import { loopOptions } from './loop.js';

const RING = { ...sizes(100, 1000), channels: 2, format: 'S16_LE' } as const;

/** Writes frames n, n + 1, ...: n on channel 0, -n on channel 1. */
function writeNumbered(fifo: FrameFifo, first: number, count: number): number {
  const samples = new Int16Array(2 * count);
  for (let frame = 0; frame < count; frame++) {
    samples[2 * frame] = first + frame;
    samples[2 * frame + 1] = -(first + frame);
  }
  return fifo.write(new Uint8Array(samples.buffer));
}

describe.each(['', ',ACCESS=noninterleaved'])('FifoSource on sim%s', (settings) => {
  it('plays all frames in order across the ends of ring and FIFO', () => {
    const path = dumpPath();
    const { device, io, time } = playbackOn(`sim:DUMP=${path}${settings}`, RING);
    const fifo = FrameFifo.allocate(300, bytesPerFrame(device.params));
    const counters = new StreamCounters();
    let next = 1;
    next += writeNumbered(fifo, next, 300);
    const { wait } = device;
    device.wait = (limitMs) => {
      next += writeNumbered(fifo, next, Math.min(170, 2501 - next));
      return wait.call(device, limitMs);
    };
    new Player(device, io, new FifoSource(fifo, 2500), loopOptions(time, counters)).run();
    expect(counters.get('frames')).toBe(2500);
    device.close();
    const [left, right] = readWavChannels(path);
    const expected = Array.from({ length: 2500 }, (_, frame) => frame + 1);
    expect(left!.slice(0, 2500)).toEqual(expected);
    expect(right!.slice(0, 2500)).toEqual(expected.map((value) => -value));
  });
});

describe('FifoSource', () => {
  it('does not start without frames, and ends at a stop request', () => {
    const { device, io, time } = playbackOn('sim', RING);
    const fifo = FrameFifo.allocate(300, bytesPerFrame(device.params));
    const counters = new StreamCounters();
    const source = new FifoSource(fifo, 100);
    let waits = 0;
    source.waitForFrames = () => {
      if (++waits === 3) counters.requestStop();
    };
    new Player(device, io, source, loopOptions(time, counters)).run();
    expect(waits).toBe(3);
    expect(counters.get('frames')).toBe(0);
  });

  it('reads only committed frames from the FIFO', () => {
    const { device, io } = playbackOn('sim', RING);
    const fifo = FrameFifo.allocate(300, bytesPerFrame(device.params));
    writeNumbered(fifo, 1, 50);
    device.drop();
    expect(() => new FifoSource(fifo, 50).fill(io)).toThrow(/state SETUP/);
    expect(fifo.readableFrames).toBe(50);
  });
});
