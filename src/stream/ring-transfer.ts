import type { RawSamples } from '../core/raw-samples.js';
import type { FifoSegment, FrameFifo } from './frame-fifo.js';

/**
 * Copies the first `frames` frames between the regions of a ring (`dataPtr`) and the segments of a
 * FIFO: `copyIn` to the ring, `copyOut` from it. Ring and FIFO may wrap at different frames.
 */
export function transferFrames(
  direction: 'copyIn' | 'copyOut',
  regions: readonly [RawSamples, RawSamples],
  fifo: FrameFifo,
  segments: readonly [FifoSegment, FifoSegment],
  frames: number,
): void {
  const [firstRegion, secondRegion] = regions;
  const [firstSegment, secondSegment] = segments;
  for (let done = 0; done < frames; ) {
    const inFirstRegion = done < firstRegion.frames;
    const region = inFirstRegion ? firstRegion : secondRegion;
    const regionFrame = inFirstRegion ? done : done - firstRegion.frames;
    const inFirstSegment = done < firstSegment.frames;
    const segment = inFirstSegment ? firstSegment : secondSegment;
    const segmentFrame = inFirstSegment ? done : done - firstSegment.frames;
    const count = Math.min(
      frames - done,
      region.frames - regionFrame,
      segment.frames - segmentFrame,
    );
    const byteOffset = segment.byteOffset + segmentFrame * fifo.frameBytes;
    region[direction](fifo.bytes, byteOffset, regionFrame, count);
    done += count;
  }
}
