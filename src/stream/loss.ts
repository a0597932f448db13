/** What made a stream lose frames, or fall silent. */
export const LOSS_CAUSES = ['xrun', 'suspend', 'fifo'] as const;
/** It ran over or under; the machine slept; its reader was so slow that the FIFO was full. */
export type LossCause = (typeof LOSS_CAUSES)[number];

/** Frames that a stream lost, or was silent for, as it is told to whoever watches it. */
export interface LossEvent {
  readonly cause: LossCause;
  /** Frames of the stream before it: committed to the ring, or put into the FIFO. */
  readonly atFrame: number;
  /** When it began, as far as the pointers tell: in milliseconds of the wall clock. */
  readonly wallMs: number;
  /** The same moment on CLOCK_MONOTONIC. */
  readonly monotonicNs: number;
  /** Until the stream went on; 0 where it did not. */
  readonly durationNs: number;
  /**
   * Captured but never read, or given but never played. At an xrun of a recording, by the pointers
   * and the clock: between hw_ptr and appl_ptr, and until the new start.
   */
  readonly lostFrames: number;
  /** Playback: frames of time in which something else was heard than what was given. */
  readonly silentFrames: number;
  /** Frames that the ring held when it was last seen well. */
  readonly fillFrames: number;
  /** How late the loop woke then: from the pointer's update, or the timer's end, to the look. */
  readonly wakeupLatencyNs: number;
  /** From that look to the one that found it. */
  readonly sinceLastWakeupNs: number;
}

/** Frames that go by in a time at a rate. */
export function durationToFrames(durationNs: number, rateHz: number): number {
  return Math.max(0, Math.round((durationNs * rateHz) / 1e9));
}

/** How much a loss cost. */
export type LossAmount = Pick<LossEvent, 'lostFrames' | 'silentFrames'>;

export function addLossAmounts(a: LossAmount, b: LossAmount): LossAmount {
  return {
    lostFrames: a.lostFrames + b.lostFrames,
    silentFrames: a.silentFrames + b.silentFrames,
  };
}
