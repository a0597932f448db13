/** Frames that a stream lost, or in playback was silent for, as it is told to whoever watches it. */
export interface LossEvent {
  /** The stream ran over or under, or its reader was so slow that the FIFO was full. */
  readonly cause: 'xrun' | 'fifo';
  /** Frames of the stream before it. */
  readonly atFrame: number;
  /** When it was dealt with, in milliseconds of the wall clock. */
  readonly wallMs: number;
  /**
   * Counted in the FIFO. At an xrun as far as the pointers and the clock tell: the frames between
   * hw_ptr and appl_ptr, and from the last pointer update before it to the new start.
   */
  readonly lostFrames: number;
}

/** Frames that go by between two times at a rate. */
export function framesBetween(fromNs: number, toNs: number, rateHz: number): number {
  return Math.max(0, Math.round(((toNs - fromNs) * rateHz) / 1e9));
}
