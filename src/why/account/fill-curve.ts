import type { PcmStream, PointerUpdate } from '../model/pcm-streams.js';
import type { Account } from './account.js';
import { headroom } from './missing-time.js';

/** Fill of the ring at a pointer update, or at a sample between two. */
export interface FillPoint {
  readonly ns: number;
  /** Negative after a playback ran dry, more than the ring after a capture ran over. */
  readonly frames: number;
}

/** Time that the curve shows before the missing time. */
const BEFORE_NS = 1e8;

/** Returns the fill of the ring until the xrun, from a little before the missing time. */
export function fillCurve({ stream, dueNs, noticed }: Account): FillPoint[] {
  return stream.points
    .filter(({ ns }) => ns >= dueNs - BEFORE_NS && ns <= noticed.ns)
    .map((point) => ({ ns: point.ns, frames: fillAt(stream, point) }));
}

/** Frames in the ring. */
export function fillAt(stream: PcmStream, point: PointerUpdate): number {
  const room = headroom(stream, point);
  return stream.direction === 'playback' ? room : (stream.bufferSize ?? 0) - room;
}
