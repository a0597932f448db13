import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { findFormat } from '../../src/device/format.js';
import type { SimSignal } from '../../src/sim/config.js';
import { SimRing } from '../../src/sim/ring.js';
import { signalFunction, signalRepeatFrames } from '../../src/sim/signal.js';
import { SignalWriter } from '../../src/sim/signal-writer.js';
import { allocateStreamBuffers } from '../../src/sim/stream-memory.js';
import { ringMemorySizes, type SimStreamParams } from '../../src/sim/stream-params.js';

const CHANNELS = 3;
const BUFFER = 700;

function setUp(signal: SimSignal, rateHz: number, part: Partial<SimStreamParams> = {}) {
  const geometry: SimStreamParams = {
    direction: 'capture',
    format: 'S16_LE',
    channels: CHANNELS,
    rateHz,
    periodSize: 100,
    bufferSize: BUFFER,
    periodWakeup: true,
    boundary: 2n ** 40n,
    stopThreshold: 700n,
    autoSilence: false,
    interleaved: true,
    slotBytes: 0,
    ...part,
  };
  const ring = new SimRing(geometry, allocateStreamBuffers(ringMemorySizes(geometry)).rings);
  const channels = geometry.channels;
  return {
    ring,
    fill: new SignalWriter(ring, signal, rateHz),
    world: signalFunction(signal, sampleCodec(findFormat(geometry.format)!), rateHz, channels),
  };
}

describe.each(['sine', 'pattern', 'silence'] as const)('the %s in a ring', (signal) => {
  it.each([
    ['interleaved', {}],
    ['one channel behind the other', { interleaved: false }],
    ['at offsets of their own', { interleaved: false, slotBytes: 65_536 }],
    ['in three bytes a sample', { format: 'S24_3LE' }],
  ] as const)('is the world frame by frame, however it is cut: %s', (_, part) => {
    const { ring, fill, world } = setUp(signal, 44_100, part);
    let from = 0;
    for (let turn = 0; from < 12_000; turn++) {
      const to = from + 1 + ((turn * 97) % BUFFER);
      fill.write(from, to);
      for (let frame = from; frame < to; frame++) {
        for (let channel = 0; channel < CHANNELS; channel++) {
          const raw = ring.get(frame % BUFFER, channel);
          if (raw !== world(frame, channel)) expect.fail(`frame ${frame} channel ${channel}`);
        }
      }
      from = to;
    }
  });
});

describe('a fill', () => {
  it('leaves the last frames of a stretch that is longer than the ring', () => {
    const { ring, fill, world } = setUp('pattern', 48_000);
    fill.write(10, 5000);
    for (let frame = 4300; frame < 5000; frame++) {
      expect(ring.get(frame % BUFFER, 2)).toBe(world(frame, 2));
    }
  });

  it('computes signals that are too long for a table', () => {
    const { ring, fill, world } = setUp('sine', 191_999, { channels: 64, format: 'S32_LE' });
    fill.write(200_000, 200_050);
    expect(ring.get(200_049 % BUFFER, 63)).toBe(world(200_049, 63));
  });
});

describe('the repeat of the sine', () => {
  it.each([
    [48_000, 1200],
    [44_100, 2205],
    [8000, 200],
    [96_001, 96_001],
  ])('at %d Hz is %d frames', (rateHz, frames) => {
    expect(signalRepeatFrames('sine', rateHz)).toBe(frames);
  });
});
