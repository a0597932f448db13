/** An xrun, as it is told to whoever watches a stream. */
export interface XrunEvent {
  /** Frames of the stream before it. */
  readonly atFrame: number;
  /** When it was dealt with, in milliseconds of the wall clock. */
  readonly wallMs: number;
  /**
   * Playback: frames of silence that were inserted. Capture: frames that were lost. Both as far as
   * the clock tells: from the last pointer update before the xrun to the new start.
   */
  readonly lostFrames: number;
}

/** Frames that go by between two times at a rate. */
export function framesBetween(fromNs: number, toNs: number, rateHz: number): number {
  return Math.max(0, Math.round(((toNs - fromNs) * rateHz) / 1e9));
}
