import { describe, expect, it } from 'vitest';
import { sampleCodec } from '../../src/audio/sample-codec.js';
import { findFormat } from '../../src/device/format.js';
import type { SimSignal } from '../../src/sim/config.js';
import { SimRing } from '../../src/sim/ring.js';
import { signalFunction, signalRepeatFrames } from '../../src/sim/signal.js';
import { SignalWriter } from '../../src/sim/signal-writer.js';
import { allocateStreamBuffers } from '../../src/sim/stream-memory.js';
import { ringMemorySizes, type SimStreamParams } from '../../src/sim/stream-params.js';
import { captureOn, sizes } from '../core/on-the-sim.js';

const CHANNELS = 3;
const BUFFER = 700;

function setUp(signal: SimSignal, rateHz: number, part: Partial<SimStreamParams> = {}) {
  const streamParams: SimStreamParams = {
    ...captureOn('sim', { ...sizes(100, BUFFER), channels: CHANNELS }).device.params,
    rateHz,
    boundary: 2n ** 40n,
    stopThreshold: 700n,
    autoSilence: false,
    slotBytes: 0,
    ...part,
  };
  const { format } = streamParams;
  const ring = new SimRing(
    streamParams,
    allocateStreamBuffers(ringMemorySizes(streamParams)).rings,
  );
  return {
    ring,
    writer: new SignalWriter(ring, signal, rateHz),
    expected: signalFunction(signal, sampleCodec(format), rateHz),
  };
}

describe.each(['sine', 'pattern', 'silence'] as const)('the %s in a ring', (signal) => {
  it.each([
    ['interleaved', {}],
    ['one channel behind the other', { access: 'MMAP_NONINTERLEAVED' }],
    ['at offsets of their own', { access: 'MMAP_NONINTERLEAVED', slotBytes: 65_536 }],
    ['in three bytes a sample', { format: findFormat('S24_3LE')! }],
  ] as const)('is the signal frame by frame, whatever the size of each write: %s', (_, part) => {
    const { ring, writer, expected } = setUp(signal, 44_100, part);
    let from = 0;
    for (let cycle = 0; from < 12_000; cycle++) {
      const to = from + 1 + ((cycle * 97) % BUFFER);
      writer.write(from, to);
      for (let frame = from; frame < to; frame++) {
        for (let channel = 0; channel < CHANNELS; channel++) {
          const raw = ring.get(frame % BUFFER, channel);
          if (raw !== expected(frame, channel)) expect.fail(`frame ${frame} channel ${channel}`);
        }
      }
      from = to;
    }
  });
});

describe('a write', () => {
  it('leaves the last frames if it is longer than the ring', () => {
    const { ring, writer, expected } = setUp('pattern', 48_000);
    writer.write(10, 5000);
    for (let frame = 4300; frame < 5000; frame++) {
      expect(ring.get(frame % BUFFER, 2)).toBe(expected(frame, 2));
    }
  });

  it('computes signals that are too long for a table', () => {
    const { ring, writer, expected } = setUp('sine', 191_999, {
      channels: 64,
      format: findFormat('S32_LE')!,
    });
    writer.write(200_000, 200_050);
    expect(ring.get(200_049 % BUFFER, 63)).toBe(expected(200_049, 63));
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
