/// <reference lib="es2024.arraybuffer" />

import { describe, expect, it } from 'vitest';
import { codeOf, playbackOn, sizes } from './on-the-sim.js';

const LAYOUTS = ['ACCESS=interleaved', 'ACCESS=noninterleaved', 'LAYOUT=per-channel'];
/** Formats whose frames are copied in words of 4, 2 and 1 bytes. */
const FORMATS = ['S32_LE', 'S16_LE', 'S24_3LE'] as const;
const CASES = LAYOUTS.flatMap((layout) => FORMATS.map((format) => [layout, format] as const));

function ring(layout: string, format: (typeof FORMATS)[number]) {
  const request = { ...sizes(16, 64), format, channels: 3 };
  const { io } = playbackOn(`sim:${layout}`, request);
  const frameBytes = 3 * io.codec.format.bytes;
  return { io, data: io['data'], frameBytes };
}

describe.each(CASES)('copies between a ring (%s, %s) and views', (layout, format) => {
  it('reject a view that is too short, and leave its neighbours as they are', () => {
    const { data, frameBytes } = ring(layout, format);
    data.copyIn(0, 64, new Uint8Array(64 * frameBytes).fill(0x11), 0);
    const pool = new Uint8Array(64 * frameBytes);
    const short = pool.subarray(16, 16 + 2 * frameBytes);
    expect(codeOf(() => data.copyOut(0, 3, short, 0))).toBe('RANGE');
    expect(codeOf(() => data.copyOut(0, 2, short, 4))).toBe('RANGE');
    expect(pool.every((byte) => byte === 0)).toBe(true);
    expect(codeOf(() => data.copyIn(0, 3, short, 0))).toBe('RANGE');
    expect(codeOf(() => data.copyIn(0, 2, short, 4))).toBe('RANGE');
    const after = new Uint8Array(64 * frameBytes);
    data.copyOut(0, 64, after, 0);
    expect(after.every((byte) => byte === 0x11)).toBe(true);
  });

  it.each([
    ['a negative byte', 0, 1, -4],
    ['half a byte', 0, 1, 0.5],
    ['NaN as byte', 0, 1, Number.NaN],
    ['a negative frame', -1, 1, 0],
    ['half a frame', 0.5, 1, 0],
    ['a negative count', 0, -1, 0],
    ['half a frame as count', 0, 0.5, 0],
    ['NaN as count', 0, Number.NaN, 0],
    ['an infinite count', 0, Number.POSITIVE_INFINITY, 0],
    ['frames beyond the ring', 63, 2, 0],
  ])('reject %s', (_case, offset, frames, byte) => {
    const { data, frameBytes } = ring(layout, format);
    const view = new Uint8Array(100 * frameBytes);
    expect(codeOf(() => data.copyIn(offset, frames, view, byte))).toBe('RANGE');
    expect(codeOf(() => data.copyOut(offset, frames, view, byte))).toBe('RANGE');
  });

  it('follow a resizable buffer that shrinks and grows between two copies', () => {
    const { data, frameBytes } = ring(layout, format);
    const buffer = new ArrayBuffer(4 * frameBytes, { maxByteLength: 64 * frameBytes });
    const view = new Uint8Array(buffer);
    data.copyIn(0, 4, view.fill(1), 0);
    buffer.resize(2 * frameBytes);
    expect(codeOf(() => data.copyIn(0, 4, view, 0))).toBe('RANGE');
    expect(codeOf(() => data.copyOut(0, 4, view, 0))).toBe('RANGE');
    buffer.resize(64 * frameBytes);
    data.copyIn(0, 64, view.fill(2), 0);
    const target = new Uint8Array(new ArrayBuffer(0, { maxByteLength: 64 * frameBytes }));
    expect(codeOf(() => data.copyOut(0, 1, target, 0))).toBe('RANGE');
    target.buffer.resize(64 * frameBytes);
    data.copyOut(0, 64, target, 0);
    expect(target.every((byte) => byte === 2)).toBe(true);
  });

  it('reject a detached view, also one used in the copy before', () => {
    const { data, frameBytes } = ring(layout, format);
    const view = new Uint8Array(2 * frameBytes);
    data.copyIn(0, 2, view, 0);
    structuredClone(view.buffer, { transfer: [view.buffer] });
    expect(codeOf(() => data.copyIn(0, 2, view, 0))).toBe('RANGE');
    expect(codeOf(() => data.copyOut(0, 2, view, 0))).toBe('RANGE');
  });

  it('reject what is no view of bytes', () => {
    const { data, frameBytes } = ring(layout, format);
    for (const wrong of [
      new Int16Array(100 * frameBytes),
      new DataView(new ArrayBuffer(100 * frameBytes)),
      new ArrayBuffer(100 * frameBytes),
      Array(100 * frameBytes).fill(0),
      'text',
      undefined,
      null,
    ]) {
      // @ts-expect-error a program in JavaScript
      expect(codeOf(() => data.copyIn(0, 1, wrong, 0))).toBe('RANGE');
      // @ts-expect-error a program in JavaScript
      expect(codeOf(() => data.copyOut(0, 1, wrong, 0))).toBe('RANGE');
    }
  });

  it('reject frames beyond a region', () => {
    const { io, frameBytes } = ring(layout, format);
    const [region] = io.dataPtr();
    const view = new Uint8Array(200 * frameBytes);
    expect(codeOf(() => region.copyIn(view, 0, 0, 65))).toBe('RANGE');
    expect(codeOf(() => region.copyOut(view, 0, 60, 5))).toBe('RANGE');
    expect(codeOf(() => region.copyOut(view, 0, -1, 1))).toBe('RANGE');
    region.copyIn(view);
  });
});
