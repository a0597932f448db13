export const LOSS_CAUSES = ['xrun', 'suspend', 'fifo-overflow'] as const;
/**
 * Cause of a loss: `xrun` (the ring overran or underran), `suspend` (the machine slept),
 * `fifo-overflow` (capture: the reader was so slow that the FIFO was full).
 */
export type LossCause = (typeof LOSS_CAUSES)[number];

/**
 * A loss of frames, or a silence, in a stream. Times are in ns unless their name says otherwise.
 */
export interface LossEvent {
  readonly cause: LossCause;
  /** Frames of the stream before the loss: committed to the ring, or written to the FIFO. */
  readonly atFrame: number;
  /** Estimated start of the loss, from the pointers and their timestamps: ms since the epoch. */
  readonly wallMs: number;
  /** The same moment on CLOCK_MONOTONIC. */
  readonly monotonicNs: number;
  /** Time until the stream went on; 0 if it ended. */
  readonly durationNs: number;
  /**
   * Frames captured but not read, or written but not played. For an xrun of a capture this is an
   * estimate from the pointers and the clock: what the ring held, and the time until the restart.
   */
  readonly lostFrames: number;
  /** Playback: frames of time in which the device did not play what was written. */
  readonly silentFrames: number;
  /** Frames in the ring at the last healthy snapshot. */
  readonly fillFrames: number;
  /** Delay of the last healthy wake-up after the pointer update that caused it. */
  readonly wakeupLatencyNs: number;
  /** Time from that wake-up to the one that detected the loss. */
  readonly sinceLastWakeupNs: number;
}

/** Returns the frames that pass in a time at a rate, at least 0. */
export function durationToFrames(durationNs: number, rateHz: number): number {
  return Math.max(0, Math.round((durationNs * rateHz) / 1e9));
}

/** The frames that a loss cost. */
export type LossAmount = Pick<LossEvent, 'lostFrames' | 'silentFrames'>;

export function addLossAmounts(a: LossAmount, b: LossAmount): LossAmount {
  return { lostFrames: a.lostFrames + b.lostFrames, silentFrames: a.silentFrames + b.silentFrames };
}
