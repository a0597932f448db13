import { describe, expect, it } from 'vitest';
import { BufferCopier } from '../../src/core/buffer-copier.js';
import { WordCopier } from '../../src/core/word-copier.js';

const RING_FRAMES = 40;
const FRAME_BYTES = [1, 2, 3, 4, 6, 8, 12, 64, 256];
/** Byte in the linear buffer at which the frames begin; the words of 5 and 6 are not aligned. */
const BEGINS = [0, 4, 5, 6];
const BUFFERS = [ArrayBuffer, SharedArrayBuffer] as const;

const bytes = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 89 + 3) & 0xff);

describe.each([
  ['BufferCopier', BufferCopier],
  ['WordCopier', WordCopier],
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
