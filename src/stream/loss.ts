import type { LossCause } from './loss-cause.js';

export const LOSS_KINDS = ['xrun', 'suspend', 'fifo-overflow'] as const;
/**
 * Kind of a loss: `xrun` (the ring overran or underran), `suspend` (the machine slept),
 * `fifo-overflow` (capture: the reader was so slow that the FIFO was full).
 */
export type LossKind = (typeof LOSS_KINDS)[number];

export const LOSS_CLOCKS = ['timestamps', 'program'] as const;
/**
 * Clock that dated a loss: the `timestamps` of the driver, or the clock of the `program` at its
 * wake-ups, if the timestamps are not plausible: not set, frozen, or not between two wake-ups.
 */
export type LossClockName = (typeof LOSS_CLOCKS)[number];

/**
 * A loss of frames, or a silence, in a stream. Times are in ns unless their name says otherwise.
 *
 * Frames delivered + `lostFrames` (capture), or frames played + `silentFrames` (playback), are the
 * frames that the card's clock counted meanwhile, to within `uncertaintyFrames` per loss.
 */
export interface LossEvent {
  readonly kind: LossKind;
  /** Most likely cause. */
  readonly cause: LossCause;
  /** Losses in this event: 1, or more if their reader was more than 1024 losses behind. */
  readonly count: number;
  /** Frames of the stream before the loss: written to the ring (playback) or to the FIFO. */
  readonly atFrame: number;
  /**
   * Playback: frames that had been played: written and not lost. What was not heard begins at the
   * frame `atFrame - lostFrames` of the source. NaN for a capture.
   */
  readonly playedFrames: number;
  /** hw_ptr at the stop, or when the loss was detected. */
  readonly hwPtr: number;
  /** appl_ptr at that time. */
  readonly applPtr: number;
  /** Estimated start of the loss: ms since the epoch. */
  readonly wallMs: number;
  /** The same moment on CLOCK_MONOTONIC. */
  readonly monotonicNs: number;
  /** Time until the stream continued; 0 if it ended. */
  readonly durationNs: number;
  readonly clock: LossClockName;
  /**
   * Frames captured but not read, or written but not played. For an xrun of a capture this is what
   * the ring held, and what would have arrived until the stream continued.
   */
  readonly lostFrames: number;
  /** Playback: frames of time in which the device did not play what was written. */
  readonly silentFrames: number;
  /** Bound of the error of `lostFrames` and `silentFrames`, and of `monotonicNs`, in frames. */
  readonly uncertaintyFrames: number;
  /** Frames in the ring at the last healthy snapshot. */
  readonly fillFrames: number;
  /**
   * Delay of the last healthy wake-up after the pointer update that caused it; NaN if the
   * timestamps are not plausible.
   */
  readonly wakeupLatencyNs: number;
  /** Time from that wake-up to the one that detected the loss. */
  readonly sinceLastWakeupNs: number;
}

/** The frames that a loss cost. */
export type LossAmount = Pick<LossEvent, 'lostFrames' | 'silentFrames'>;

/** A loss as the stream reports it. */
export type LossRecord = Omit<LossEvent, 'count'>;

/** Timing of a loss, without its cause, position and amount. */
export type LossTiming = Pick<
  LossRecord,
  | 'wallMs'
  | 'monotonicNs'
  | 'durationNs'
  | 'clock'
  | 'uncertaintyFrames'
  | 'fillFrames'
  | 'wakeupLatencyNs'
  | 'sinceLastWakeupNs'
>;
