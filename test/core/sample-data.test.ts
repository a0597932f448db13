import { describe, expect, it } from 'vitest';
import { type RingDevice, SampleData } from '../../src/core/sample-data.js';
import { memoryOf, provideMemory } from '../../src/device/device-memory.js';
import { FORMAT_NAMES, type FormatName, findFormat } from '../../src/device/format.js';
import type { ChannelInfo } from '../../src/device/pcm-device.js';
import { byteModel } from '../audio/byte-model.js';
import { captureOn, codeOf, playbackOn, sizes } from './on-the-sim.js';

/** A device with the given channel areas, and one buffer per mmap offset. */
function layout(infos: readonly ChannelInfo[], format: FormatName = 'S16_LE') {
  const { device } = playbackOn('sim', { ...sizes(16, 64), channels: infos.length, format });
  const maps: [offset: number, length: number][] = [];
  const laidOut: RingDevice = {
    identity: device.identity,
    params: device.params,
    channelInfo: (channel) => infos[channel]!,
  };
  provideMemory(laidOut, {
    ...memoryOf(device),
    mapSamples(offset, length) {
      maps.push([offset, length]);
      return { kind: 'mapped', buffer: new ArrayBuffer(4096), onUnmap: undefined, unmap: () => {} };
    },
  });
  return { device: laidOut, maps };
}

const ARRANGEMENTS = ['ACCESS=interleaved', 'ACCESS=noninterleaved', 'LAYOUT=per-channel'];

const info = (offsetBytes: number, firstBits: number, stepBits: number) => ({
  offsetBytes,
  firstBits,
  stepBits,
});

describe('SampleData', () => {
  it.each(FORMAT_NAMES)(
    'takes frames of %s in as it gives them out, in each arrangement',
    (format) => {
      for (const arrangement of ARRANGEMENTS) {
        const ask = { ...sizes(16, 33), format, channels: 3 };
        const data = playbackOn(`sim:${arrangement}`, ask).io['data'];
        const frameBytes = 3 * data.codec.format.bytes;
        const source = Uint8Array.from(
          { length: 8 + 33 * frameBytes },
          (_, byte) => (byte * 7) & 0x3f,
        );
        data.copyIn(5, 28, source, 8);
        data.copyIn(0, 5, source, 8 + 28 * frameBytes);
        const target = new Uint8Array(33 * frameBytes);
        data.copyOut(5, 28, target, 0);
        data.copyOut(0, 5, target, 28 * frameBytes);
        expect(target).toEqual(source.subarray(8));
      }
    },
  );

  it('accepts no samples in a capture ring', () => {
    const data = captureOn('sim', sizes(16, 64)).io['data'];
    expect(codeOf(() => data.fillSilence(0, 1))).toBe('RANGE');
    expect(codeOf(() => data.copyIn(0, 1, new Uint8Array(64), 0))).toBe('RANGE');
  });

  it.each(FORMAT_NAMES)('stores samples of %s in each layout', (format) => {
    for (const arrangement of ARRANGEMENTS) {
      const { device, io } = playbackOn(`sim:${arrangement}`, {
        ...sizes(16, 33),
        format,
        channels: 3,
      });
      const data = io['data'];
      const { silence, format: inRing } = data.codec;
      const raw = (offset: number, channel: number) =>
        silence + (offset - channel) / (inRing.kind === 'float' ? 64 : 1);
      const each = (work: (offset: number, channel: number) => void) => {
        for (let offset = 0; offset < 33; offset++)
          for (let channel = 0; channel < 3; channel++) work(offset, channel);
      };
      each((offset, channel) => data.set(offset, channel, raw(offset, channel)));
      each((offset, channel) => expect(data.get(offset, channel)).toBe(raw(offset, channel)));
      const bytes = new Uint8Array(33 * 3 * data.codec.format.bytes);
      data.copyOut(0, 33, bytes, 0);
      const view = data.codec.view(bytes.buffer, 0, bytes.length);
      each((offset, channel) => {
        expect(data.codec.get(view, (offset * 3 + channel) * data.codec.elements)).toBe(
          raw(offset, channel),
        );
      });
      expect(data.contiguous).toBe(arrangement === ARRANGEMENTS[0]);
      device.close();
    }
  });

  it('maps up to the end of the channel that extends farthest', () => {
    const { device, maps } = layout([info(0, 16, 32), info(0, 0, 32)]);
    expect(new SampleData(device).contiguous).toBe(false);
    expect(maps).toEqual([[0, 64 * 4]]);
  });

  it('maps channels of one offset together and each other offset separately', () => {
    const { device, maps } = layout([info(0, 0, 32), info(0, 16, 32), info(8192, 0, 16)]);
    const data = new SampleData(device);
    expect(maps).toEqual([
      [0, 63 * 4 + 4],
      [8192, 64 * 2],
    ]);
    expect(data.contiguous).toBe(false);
  });

  it('separates channels at the same offset of different mappings', () => {
    const { device } = layout([info(0, 0, 16), info(65_536, 0, 16)]);
    const data = new SampleData(device);
    data.set(5, 0, 111);
    data.set(5, 1, -222);
    expect([data.get(5, 0), data.get(5, 1)]).toEqual([111, -222]);
    const bytes = new Uint8Array(4);
    data.copyOut(5, 1, bytes, 0);
    expect([...new Int16Array(bytes.buffer)]).toEqual([111, -222]);
  });

  it('does not treat channels of two mappings as interleaved', () => {
    const { device } = layout([info(0, 0, 32), info(65_536, 16, 32)]);
    expect(new SampleData(device).contiguous).toBe(false);
  });

  it('does not treat frames with gaps between them as contiguous', () => {
    const { device } = layout([info(0, 0, 64), info(0, 16, 64)]);
    expect(new SampleData(device).contiguous).toBe(false);
  });

  // As rme9652, hdsp and hdspm answer: a mapping a channel, every sample in words of 32 bits.
  describe.each(FORMAT_NAMES)('with %s in a mapping for each channel', (format) => {
    const { bytes: sampleBytes, kind, byteOrder } = findFormat(format)!;
    const apart = (channels: number, step = sampleBytes * 8) =>
      new SampleData(
        layout(
          Array.from({ length: channels }, (_, channel) => info(channel * 65_536, 0, step)),
          format,
        ).device,
      );

    it('copies frames in and out bit for bit', () => {
      const data = apart(3);
      const frameBytes = 3 * sampleBytes;
      const source = Uint8Array.from({ length: 64 * frameBytes }, (_, at) => (at * 89 + 3) & 0xff);
      // A signalling NaN: loaded as a float, it would become a quiet one.
      const nan = [0x7f, sampleBytes === 8 ? 0xf4 : 0xa4, ...Array(sampleBytes).fill(1)];
      const inOrder = nan.slice(0, sampleBytes);
      if (kind === 'float') source.set(byteOrder === 'big' ? inOrder : inOrder.reverse(), 0);
      data.copyIn(0, 64, source, 0);
      const target = new Uint8Array(8 + 64 * frameBytes);
      data.copyOut(0, 64, target, 8);
      expect(target.subarray(8)).toEqual(source);
      const view = data.codec.view(source.buffer, 0, source.length);
      const index = (50 * 3 + 2) * data.codec.elements;
      expect(data.get(50, 2)).toEqual(data.codec.get(view, index));
    });

    it.each([
      ['without gaps', 1],
      ['with gaps', 3],
    ])('is silenced from frame to frame and no further, %s', (_, spread) => {
      const data = apart(2, spread * sampleBytes * 8);
      for (let offset = 0; offset < 64; offset++) {
        for (const channel of [0, 1]) data.set(offset, channel, data.codec.max);
      }
      data.fillSilence(7, 20);
      for (let offset = 0; offset < 64; offset++) {
        const expected = offset >= 7 && offset < 27 ? data.codec.silence : data.codec.max;
        expect([data.get(offset, 0), data.get(offset, 1)]).toEqual([expected, expected]);
      }
    });
  });

  it.each(FORMAT_NAMES)('silences exactly the given frames of %s in each layout', (format) => {
    for (const arrangement of ARRANGEMENTS) {
      const ask = { ...sizes(16, 33), format, channels: 3 };
      const data = playbackOn(`sim:${arrangement}`, ask).io['data'];
      const all = new Uint8Array(33 * 3 * data.codec.format.bytes).fill(0x3f);
      data.copyIn(0, 33, all, 0);
      data.fillSilence(4, 20);
      data.fillSilence(30, 3);
      data.fillSilence(0, 0);
      data.copyOut(0, 33, all, 0);
      const model = byteModel(format);
      const frame = (byte: number[]) => [...byte, ...byte, ...byte];
      const silent = frame(model.encode(model.silence));
      const loud = frame(Array(model.bytes).fill(0x3f));
      const expected = Array.from({ length: 33 }, (_, offset) =>
        (offset >= 4 && offset < 24) || offset >= 30 ? silent : loud,
      );
      expect([...all]).toEqual(expected.flat());
    }
  });

  it('silences exactly the given frames of an interleaved ring with gaps', () => {
    const data = new SampleData(layout([info(0, 0, 64), info(0, 16, 64)]).device);
    data.set(4, 1, 41);
    data.set(6, 0, 60);
    data.fillSilence(5, 1);
    expect([data.get(4, 1), data.get(6, 0)]).toEqual([41, 60]);
  });

  it('rejects memory in which samples are not aligned', () => {
    const data = playbackOn('sim:ACCESS=noninterleaved', { format: 'FLOAT64_BE' }).io['data'];
    expect(codeOf(() => data.copyOut(0, 1, new Uint8Array(32), 2))).toBe('RANGE');
    expect(codeOf(() => data.copyIn(0, 1, new Uint8Array(32), 6))).toBe('RANGE');
    expect(codeOf(() => data.copyIn(0, 1, new Uint8Array(32), 4))).toBeUndefined();
  });

  it('uses the given memory, not that of the previous call', () => {
    const data = playbackOn('sim:ACCESS=noninterleaved', { channels: 2 }).io['data'];
    data.copyIn(0, 1, new Uint8Array([1, 0, 2, 0]), 0);
    data.copyIn(1, 1, new Uint8Array([3, 0, 4, 0]), 0);
    expect([data.get(0, 1), data.get(1, 0)]).toEqual([2, 3]);
  });

  it.each([
    ['S24_3LE', info(0, 12, 48)],
    ['S8', info(0, 4, 16)],
    ['FLOAT64_BE', info(0, 16, 128)],
    ['U8', info(0, 0, 12)],
  ] as const)('refuses samples of %s that begin within an element', (format, odd) => {
    expect(codeOf(() => new SampleData(layout([odd], format).device))).toBe('UNSUPPORTED');
  });

  it.each([
    ['no offset', info(-1, 0, 32)],
    ['a first bit within a sample', info(0, 8, 32)],
    ['a step of no whole samples', info(0, 0, 20)],
  ])('refuses a layout with %s', (_, odd) => {
    expect(codeOf(() => new SampleData(layout([odd]).device))).toBe('UNSUPPORTED');
  });

  it('reports the reason if the ring cannot be mapped', () => {
    const { device } = layout([info(0, 0, 16)]);
    provideMemory(device, {
      ...memoryOf(device),
      mapSamples: () => ({ kind: 'refused', errno: 'ENXIO', reason: 'not today' }),
    });
    expect(() => new SampleData(device)).toThrow(/not today/);
  });

  it('rejects an unknown channel', () => {
    const { io } = playbackOn('sim', { channels: 2 });
    expect(codeOf(() => io['data'].get(0, 2))).toBe('RANGE');
    expect(codeOf(() => io['data'].set(0, 2, 0))).toBe('RANGE');
  });

  it('does not store into a capture ring, since a store would end the process', () => {
    const data = captureOn().io['data'];
    expect(codeOf(() => data.set(0, 0, 1))).toBe('RANGE');
    expect(data.get(0, 0)).toBe(0);
  });

  it('throws CLOSED after the memory was unmapped', () => {
    for (const arrangement of ARRANGEMENTS) {
      const { device, io } = playbackOn(`sim:${arrangement}`, { format: 'S24_3LE' });
      const data = io['data'];
      device.close();
      expect(codeOf(() => data.get(0, 0))).toBe('CLOSED');
      expect(codeOf(() => data.set(0, 0, 0))).toBe('CLOSED');
      expect(codeOf(() => data.copyOut(0, 1, new Uint8Array(6), 0))).toBe('CLOSED');
      expect(codeOf(() => data.copyIn(0, 1, new Uint8Array(6), 0))).toBe('CLOSED');
      expect(codeOf(() => data.fillSilence(0, 1))).toBe('CLOSED');
    }
  });
});
