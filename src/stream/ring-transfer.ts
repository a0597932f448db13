import type { RawSamples } from '../core/raw-samples.js';
import type { FifoSegment, FrameFifo } from './frame-fifo.js';

/**
 * Copies the first `frames` frames between the regions of a ring (`dataPtr`) and the pieces of a
 * FIFO: `copyIn` to the ring, `copyOut` from it. Both may be broken at places of their own.
 */
export function transferFrames(
  direction: 'copyIn' | 'copyOut',
  regions: readonly [RawSamples, RawSamples],
  fifo: FrameFifo,
  pieces: readonly [FifoSegment, FifoSegment],
  frames: number,
): void {
  const [first, second] = regions;
  const [before, after] = pieces;
  for (let done = 0; done < frames; ) {
    const inFirst = done < first.frames;
    const region = inFirst ? first : second;
    const at = inFirst ? done : done - first.frames;
    const inBefore = done < before.frames;
    const piece = inBefore ? before : after;
    const offset = inBefore ? done : done - before.frames;
    const count = Math.min(frames - done, region.frames - at, piece.frames - offset);
    region[direction](fifo.bytes, piece.byteOffset + offset * fifo.frameBytes, at, count);
    done += count;
  }
}
