import { describe, expect, it } from 'vitest';
import { MmapPlayback } from '../../src/core/mmap-playback.js';
import { SampleData } from '../../src/core/sample-data.js';
import { SyncPtrStatus } from '../../src/core/sync-ptr-status.js';
import { captureOn, codeOf, playbackOn, sizes } from './on-the-sim.js';

const RING = { ...sizes(16, 64), format: 'S16_LE', channels: 2 } as const;
const LAYOUTS = ['ACCESS=interleaved', 'ACCESS=noninterleaved'];
const WRONG = [-1, 0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -0.5, 2 ** 32];

/** A playback in which 32 frames with the value 7 are queued. */
function queued(layout: string) {
  const { device, io } = playbackOn(`sim:${layout}`, RING);
  io.write(Array<number>(64).fill(7));
  return { device, io, ring: io['data'] };
}

describe.each(LAYOUTS)('indices in a ring (%s)', (layout) => {
  it.each([...WRONG, 32, 64])('frame %s of a region is refused and overwrites nothing', (frame) => {
    const { io, ring } = queued(layout);
    const [region] = io.dataPtr();
    expect(region).toMatchObject({ offset: 32, frames: 32 });
    const before = Array.from({ length: 128 }, (_, i) => ring.get(i >> 1, i & 1));
    expect(codeOf(() => region.set(frame, 0, 1234))).toBe('RANGE');
    expect(codeOf(() => region.get(frame, 0))).toBe('RANGE');
    expect(Array.from({ length: 128 }, (_, i) => ring.get(i >> 1, i & 1))).toEqual(before);
  });

  it.each([...WRONG, 64])('offset %s of the ring is refused', (offset) => {
    const { ring } = queued(layout);
    expect(codeOf(() => ring.set(offset, 0, 1234))).toBe('RANGE');
    expect(codeOf(() => ring.get(offset, 0))).toBe('RANGE');
    expect(codeOf(() => ring.fillSilence(offset, 1))).toBe('RANGE');
    expect(codeOf(() => ring.fillSilence(0, offset + 1))).toBe(offset === -1 ? undefined : 'RANGE');
  });

  it.each([-1, 2, 0.5, Number.NaN])('channel %s is refused', (channel) => {
    const { io } = queued(layout);
    const [region] = io.dataPtr();
    expect(codeOf(() => region.set(0, channel, 1))).toBe('RANGE');
    expect(codeOf(() => region.get(0, channel))).toBe('RANGE');
  });
});

describe('arguments of the wrong type', () => {
  it('are USAGE for a stream', () => {
    const { device, io } = queued('ACCESS=interleaved');
    // @ts-expect-error a program in JavaScript
    expect(codeOf(() => new MmapPlayback(device, { syncptr: true }))).toBe('USAGE');
    // @ts-expect-error a program in JavaScript
    expect(codeOf(() => new MmapPlayback(device, { syncPtr: 1 }))).toBe('USAGE');
    // @ts-expect-error a program in JavaScript
    expect(codeOf(() => io.write(7))).toBe('USAGE');
    // @ts-expect-error a program in JavaScript
    expect(codeOf(() => io.dataPtr()[0].writeSamples([1, 2]))).toBe('USAGE');
    // @ts-expect-error a program in JavaScript
    expect(codeOf(() => SyncPtrStatus.syncPtr(device, { appl_ptr: 5 }))).toBe('USAGE');
    // @ts-expect-error a program in JavaScript
    expect(codeOf(() => SyncPtrStatus.syncPtr({}))).toBe('USAGE');
  });

  it.each([undefined, null, {}, 'hw:1'])('are UNSUPPORTED for a device: %s', (device) => {
    // @ts-expect-error a program in JavaScript
    expect(codeOf(() => new MmapPlayback(device))).toBe('UNSUPPORTED');
    // @ts-expect-error a program in JavaScript
    expect(codeOf(() => new SampleData(device))).toBe('UNSUPPORTED');
  });

  it('are USAGE for the calls of a device', () => {
    const { device } = captureOn('sim', RING);
    const short = new ArrayBuffer(7);
    for (const call of [
      ...[Number.NaN, -1, Number.POSITIVE_INFINITY].map((ms) => () => device.wait(ms)),
      () => device.waitWithTimestamp(0, short),
      () => device.syncPtr(short),
      () => device.statusExt(short),
      () => device.channelInfo(0.5),
      () => device.channelInfo(-1),
      // @ts-expect-error a program in JavaScript
      () => device.pause('no'),
    ]) {
      expect(codeOf(call)).toBe('USAGE');
    }
  });
});
