import { describe, expect, it } from 'vitest';
import { BufferCopier } from '../../src/core/buffer-copier.js';
import { KeptViews } from '../../src/core/kept-views.js';
import { ViewCopier } from '../../src/core/view-copier.js';

const RING_FRAMES = 40;
const FRAME_BYTES = [1, 2, 3, 4, 6, 8, 12, 64, 256];
/** Byte in the linear buffer at which the frames begin; the words of 5 and 6 are not aligned. */
const BEGINS = [0, 4, 5, 6];
const BUFFERS = [ArrayBuffer, SharedArrayBuffer] as const;

const bytes = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 89 + 3) & 0xff);

describe.each([
  ['BufferCopier', BufferCopier],
  ['ViewCopier', ViewCopier],
])('%s', (_, Copier) => {
  it.each(FRAME_BYTES)('copies frames of %i bytes bit for bit, and nothing else', (frameBytes) => {
    for (const Ring of BUFFERS) {
      for (const Linear of BUFFERS) {
        for (const begin of BEGINS) {
          for (const frames of [0, 1, 7, 8, 9, 33]) {
            const ring = new Uint8Array(new Ring(RING_FRAMES * frameBytes));
            const linear = new Uint8Array(new Linear(16 + RING_FRAMES * frameBytes)).subarray(8);
            const copier = new Copier(ring.buffer, frameBytes);
            const ringFrom = 3 * frameBytes;
            const length = frames * frameBytes;

            linear.set(bytes(linear.length));
            copier.copyIn(3, frames, linear, begin);
            const inRing = new Uint8Array(ring.length);
            inRing.set(bytes(linear.length).subarray(begin, begin + length), ringFrom);
            expect(Buffer.compare(ring, inRing)).toBe(0);

            ring.set(bytes(ring.length));
            linear.fill(0);
            copier.copyOut(3, frames, linear, begin);
            const inLinear = new Uint8Array(linear.length);
            inLinear.set(bytes(ring.length).subarray(ringFrom, ringFrom + length), begin);
            expect(Buffer.compare(linear, inLinear)).toBe(0);
          }
        }
      }
    }
  });
});

describe('ViewCopier', () => {
  it.each([0, 1, 2, 255, 256, 300])(
    'copies blocks from frame %i on, with what is around them',
    (at) => {
      for (const to of [0, 1, 37]) {
        const linear = new Uint8Array(new SharedArrayBuffer(64 + 4096), 64);
        linear.set(bytes(linear.length));
        const ring = new Uint8Array(4096);
        const copier = new ViewCopier(ring.buffer, 4);
        const length = 4 * 700;

        copier.copyIn(to, 700, linear, 4 * at);
        const inRing = new Uint8Array(ring.length);
        inRing.set(bytes(linear.length).subarray(4 * at, 4 * at + length), 4 * to);
        expect(Buffer.compare(ring, inRing)).toBe(0);

        linear.fill(0);
        copier.copyOut(to, 700, linear, 4 * at);
        const inLinear = new Uint8Array(linear.length);
        inLinear.set(inRing.subarray(4 * to, 4 * to + length), 4 * at);
        expect(Buffer.compare(linear, inLinear)).toBe(0);
      }
    },
  );

  it('copies from each of two views of the same buffer', () => {
    const buffer = new ArrayBuffer(8192);
    const [first, second] = [new Uint8Array(buffer, 0, 4096), new Uint8Array(buffer, 4096)];
    first.fill(1);
    second.fill(2);
    const ring = new Uint8Array(4096);
    const copier = new ViewCopier(ring.buffer, 4);
    copier.copyIn(0, 512, first, 0);
    copier.copyIn(512, 512, second, 2048);
    expect([ring[2047], ring[2048], ring[4095]]).toEqual([1, 2, 2]);
  });
});

describe('KeptViews', () => {
  it('creates the view of a block once, and few views of much memory', () => {
    const views = new KeptViews(new Uint8Array(3000), 4);
    expect(views.block(1)).toBe(views.block(1));
    expect(views.block(1).byteOffset).toBe(1024);
    const large = new KeptViews(new Uint8Array(10 << 20), 4);
    expect(large.wordsPerBlock * 4).toBe(16384);
  });
});
