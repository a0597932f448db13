import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wavLayout } from '../../src/audio/wav-fmt.js';
import { wavDataOffset } from '../../src/audio/wav-header.js';
import { FORMAT_NAMES } from '../../src/device/format.js';
import { framesNs, playbackOn, sizes } from '../core/on-the-sim.js';
import { dumpPath, readWavChannels } from './dump.js';

describe('the DUMP file', () => {
  it.each(FORMAT_NAMES)('contains in %s the written frames', (format) => {
    const path = dumpPath();
    const { device, io, time } = playbackOn(`sim:DUMP=${path}`, {
      ...sizes(100, 1000),
      format,
      channels: 2,
    });
    const { silence, format: inRing } = io.codec;
    const value = (index: number) => (inRing.kind === 'float' ? index / 4096 : (index % 255) - 128);
    const raw = (index: number) => value(index) + silence;
    const inFile = (index: number) => value(index) + (inRing.width === 8 ? 128 : 0);
    let next = 0;
    const samples = {
      *[Symbol.iterator]() {
        for (;;) yield raw(next++);
      },
    };
    const written = io.write(samples[Symbol.iterator]());
    device.start();
    time.advance(framesNs(500));
    device.close();
    const heard = readWavChannels(path);
    const { bytes } = wavLayout(inRing);
    const offset = wavDataOffset({ format: inRing, channels: 2, rateHz: 48_000 });
    expect(readFileSync(path).readUInt32LE(offset - 4)).toBe(500 * 2 * bytes);
    expect(written).toBe(1000);
    expect(heard[0]).toEqual(Array.from({ length: 500 }, (_, frame) => inFile(2 * frame)));
    expect(heard[1]).toEqual(Array.from({ length: 500 }, (_, frame) => inFile(2 * frame + 1)));
  });

  it('contains the ring as it was when it was played', () => {
    const path = dumpPath();
    const { device, io, time } = playbackOn(`sim:DUMP=${path}`, {
      ...sizes(100, 1000),
      channels: 1,
    });
    const [region] = io.dataPtr();
    for (let frame = 0; frame < 1000; frame++) region.set(frame, 0, 1);
    io.commit(1000);
    device.start();
    time.advance(framesNs(150));
    for (let frame = 0; frame < 1000; frame++) io['data'].set(frame, 0, 2);
    time.advance(framesNs(100));
    device.close();
    const [heard] = readWavChannels(path);
    expect(heard).toEqual([...Array(150).fill(1), ...Array(100).fill(2)]);
  });

  it('continues after an xrun and a restart', () => {
    const path = dumpPath();
    const { device, io, time } = playbackOn(`sim:DUMP=${path}`, {
      ...sizes(100, 300),
      channels: 1,
    });
    io.write(Array(300).fill(5));
    device.start();
    time.advance(framesNs(300));
    device.prepare();
    io.write(Array(300).fill(6));
    device.start();
    time.advance(framesNs(100));
    device.close();
    expect(readWavChannels(path)).toEqual([[...Array(300).fill(5), ...Array(100).fill(6)]]);
  });

  it('holds the old sounds of a ring that was not refilled', () => {
    const path = dumpPath();
    const ask = { ...sizes(100, 200), channels: 1, stopThreshold: 'never' } as const;
    const { device, io, time } = playbackOn(`sim:DUMP=${path}`, ask);
    io.write(Array.from({ length: 200 }, (_, frame) => frame));
    device.start();
    time.advance(framesNs(300));
    device.close();
    const [heard] = readWavChannels(path);
    expect(heard?.slice(200)).toEqual(Array.from({ length: 100 }, (_, frame) => frame));
  });
});
