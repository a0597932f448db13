import { describe, expect, it } from 'vitest';
import { memoryOf } from '../../src/device/device-memory.js';
import { MOVING, PLAYBACK } from './devices.js';
import { ENDLESS, spinUntil, startWith, withStream } from './stream.js';

function sampleAt(frame: number, channel: number): number {
  return ((frame * 7 + channel * 1000) % 30_000) - 15_000;
}

describe.each(PLAYBACK)('the ring of $name playback', (under) => {
  it('keeps the samples of all channels separate', () =>
    withStream(under, { format: 'S16_LE' }, ({ io }) => {
      const [region] = io.dataPtr();
      expect(region.frames).toBe(io.bufferSize);
      for (let frame = 0; frame < region.frames; frame++) {
        for (let channel = 0; channel < io.channels; channel++) {
          region.set(frame, channel, sampleAt(frame, channel));
        }
      }
      const bytes = new Uint8Array(region.samples * 2);
      region.copyOut(bytes);
      const copied = new Int16Array(bytes.buffer);
      for (let frame = 0; frame < region.frames; frame++) {
        for (let channel = 0; channel < io.channels; channel++) {
          const sample = sampleAt(frame, channel);
          if (
            region.get(frame, channel) === sample &&
            copied[frame * io.channels + channel] === sample
          )
            continue;
          expect.fail(`frame ${frame} channel ${channel}`);
        }
      }
    }));

  it('is the same memory for a second stream over it', () =>
    withStream(under, { format: 'S16_LE' }, ({ device, io }) => {
      io.dataPtr()[0].set(100, 1, -12_345);
      const { offsetBytes, firstBits, stepBits } = device.channelInfo(1);
      const mapping = memoryOf(device).mapSamples(offsetBytes, 4096);
      if (mapping.kind !== 'mapped') throw new Error(mapping.reason);
      const bytes = new DataView(mapping.buffer);
      const at = (firstBits + 100 * stepBits) / 8;
      if (at + 2 <= mapping.buffer.byteLength) expect(bytes.getInt16(at, true)).toBe(-12_345);
      mapping.unmap();
    }));
});

const MOVING_CAPTURE = MOVING.filter(({ direction }) => direction === 'capture');

describe.each(MOVING_CAPTURE)('the ring of $name capture', (under) => {
  it('cannot be written, since a store would end the process', () =>
    withStream(under, ENDLESS, (stream) => {
      const { io } = stream;
      startWith(stream);
      spinUntil('frames arrive', () => io.avail() > 0);
      expect(() => io.dataPtr()[0].set(0, 0, 1)).toThrow(/cannot write to a capture ring/);
    }));
});
