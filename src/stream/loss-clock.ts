import { signedStep } from '../core/pointer.js';
import type { PcmParams } from '../device/params.js';
import { PcmState } from '../device/pcm-state.js';
import type { LossTiming } from './loss.js';
import type { PointerEvidence } from './loss-cause.js';
import { type TimedSnapshot, timestampNs } from './timed-snapshot.js';

type RunningTiming = LossTiming & { readonly evidence: PointerEvidence };

/** A stop of the hardware. */
export interface StopTiming extends RunningTiming {
  /** avail when the hardware stopped, which may be later than the last update of hw_ptr. */
  readonly avail: number;
  /** Time up to now for which the hardware has been stopped. */
  readonly stoppedNs: number;
}

/** Allowed difference between two readings of the same clock, in ns. */
const CLOCK_SLACK_NS = 20_000;
/** Periods without a leap before the rate is measured. */
const MIN_STEADY_PERIODS = 16;
/** Interval between two reads of the wall clock; in between, elapsed time is added to the last. */
const WALL_CLOCK_INTERVAL_NS = 1e9;

/**
 * Dates losses by the last pointer of a running stream and the time at which the hardware reached
 * it. A timestamp is used only if it lies between the snapshots before and after the update;
 * otherwise the program's own clock is. Its plain numbers are overwritten each cycle; nothing is
 * allocated.
 */
export class LossClock {
  /** NaN if the timestamp was not plausible. */
  wakeupLatencyNs = 0;
  readonly #params: PcmParams;
  /** Nominal, or as measured before the last stop. */
  #framesPerNs: number;
  #avail = 0;
  #hwPtr = 0;
  /** Time at which the hardware reached `#hwPtr`, or started, and the bound of its error. */
  #pointerNs = 0;
  #pointerErrorNs = 0;
  /** Last plausible timestamp. */
  #timestampNs = 0;
  /** True if the last pointer update had a plausible timestamp. */
  #isTrusted = true;
  /** Frames and time without a leap of the pointer, by one clock; below 0 before the first. */
  #steadyFrames = 0;
  #steadyNs = -1;
  /** Times of the last snapshot. */
  #beforeNs = 0;
  #snapshotNs = 0;
  /** Wall clock at `#wallClockReadNs`. */
  #wallClockMs = 0;
  #wallClockReadNs = 0;

  constructor(params: PcmParams) {
    this.#params = params;
    this.#framesPerNs = params.rateHz / 1e9;
  }

  /** Resets the reference after a start or a resume. */
  streamStarted(hwPtr: number, nowNs: number): void {
    this.#hwPtr = hwPtr;
    this.wakeupLatencyNs = 0;
    this.#pointerNs = nowNs;
    this.#pointerErrorNs = 0;
    this.#steadyNs = -1;
    this.#beforeNs = nowNs;
    this.#snapshotNs = nowNs;
    this.#readWallClock();
  }

  recordRunning(snapshot: TimedSnapshot): void {
    const movedFrames = this.#framesTo(snapshot);
    if (movedFrames !== 0) this.#recordMove(snapshot, movedFrames);
    this.#avail = snapshot.avail;
    this.#beforeNs = snapshot.beforeNs;
    this.#snapshotNs = snapshot.atNs;
    if (this.#snapshotNs - this.#wallClockReadNs > WALL_CLOCK_INTERVAL_NS) this.#readWallClock();
  }

  /** Frames of the card's clock in a time, at least 0. */
  framesIn(ns: number): number {
    return Math.max(0, Math.round(ns * this.#framesPerNs));
  }

  /**
   * Time by which the hardware began later than at the start, by its first pointer update; NaN
   * before the update.
   */
  startDelayNs(snapshot: TimedSnapshot): number {
    const movedFrames = this.#framesTo(snapshot);
    if (movedFrames === 0) return Number.NaN;
    const isTrusted = this.#isPlausible(snapshot);
    const reachedNs = isTrusted
      ? timestampNs(snapshot)
      : snapshot.atNs - this.#maxErrorNs(snapshot);
    return Math.max(0, reachedNs - this.#pointerNs - movedFrames / this.#framesPerNs);
  }

  /** Timing of a loss in a stream that runs. */
  runningTiming(snapshot: TimedSnapshot, nowNs: number): RunningTiming {
    const hasMoved = this.#framesTo(snapshot) !== 0;
    const isTrusted = this.#isTrusted && (!hasMoved || this.#isPlausible(snapshot));
    const movedNs = isTrusted ? timestampNs(snapshot) : snapshot.atNs;
    const beganNs = (hasMoved ? movedNs : this.#pointerNs) - this.#pastNs(snapshot.avail);
    const evidence = this.#evidence(snapshot, nowNs, isTrusted);
    return { ...this.#timing(isTrusted, 0, beganNs, nowNs), evidence };
  }

  /**
   * Timing of the stop that `snapshot` revealed. A stop that the driver declared is later than its
   * last pointer update, a pointer that leapt is ahead of the hardware.
   */
  stopTiming(snapshot: TimedSnapshot, nowNs: number): StopTiming {
    this.#measureRate(nowNs - this.#pointerNs);
    const { periodSize, stopThreshold } = this.#params;
    const isSuspend = snapshot.state === PcmState.SUSPENDED;
    const movedFrames = this.#framesTo(snapshot);
    // The timestamp of a suspended stream is that of its last pointer.
    const isPointerTime = isSuspend && movedFrames === 0;
    const isTrusted = this.#isTrusted && (isPointerTime || this.#isPlausible(snapshot));
    const reportedNs = isPointerTime ? this.#pointerNs : timestampNs(snapshot);
    const latestNs = isTrusted ? reportedNs : nowNs;
    const dueFrames = (latestNs - this.#pointerNs) * this.#framesPerNs;
    const hasLeapt = movedFrames < 0 || movedFrames > dueFrames + periodSize;
    const isDeclared = isTrusted && !isSuspend && snapshot.avail < stopThreshold;
    const atLeast = isDeclared ? Math.max(movedFrames, dueFrames) : movedFrames;
    const frames = hasLeapt ? dueFrames : atLeast;
    const pointerNs = Math.min(nowNs, this.#pointerNs + frames / this.#framesPerNs);
    const stopNs = isTrusted ? latestNs : pointerNs;
    const avail = Math.max(0, snapshot.avail + Math.round(frames - movedFrames));
    const pastNs = this.#pastNs(avail);
    const endNs = isSuspend ? this.#nowWithSleepNs(nowNs) : nowNs;
    const timing = this.#timing(isTrusted, this.#uncertaintyFrames, stopNs - pastNs, endNs);
    const evidence = this.#evidence(snapshot, nowNs, isTrusted);
    return { ...timing, avail, stoppedNs: timing.durationNs - pastNs, evidence };
  }

  #evidence(snapshot: TimedSnapshot, nowNs: number, isTrusted: boolean): PointerEvidence {
    const { bufferSize, stopThreshold } = this.#params;
    const { state, avail } = snapshot;
    const movedFrames = this.#framesTo(snapshot);
    const latestNs = isTrusted && movedFrames !== 0 ? timestampNs(snapshot) : nowNs;
    const aheadFrames = movedFrames - (latestNs - this.#pointerNs) * this.#framesPerNs;
    const hasLeapt = movedFrames < 0 || aheadFrames > this.#uncertaintyFrames;
    const slackFrames = Math.min(bufferSize, stopThreshold) - (avail - movedFrames);
    return {
      leapFrames: hasLeapt ? Math.round(aheadFrames) : 0,
      unusedFrames: state === PcmState.RUNNING ? 0 : Math.max(0, stopThreshold - avail),
      slackNs: this.#pointerNs + slackFrames / this.#framesPerNs - this.#snapshotNs,
    };
  }

  #recordMove(snapshot: TimedSnapshot, movedFrames: number): void {
    const wasTrusted = this.#isTrusted;
    this.#isTrusted = this.#isPlausible(snapshot);
    const reachedNs = this.#isTrusted ? timestampNs(snapshot) : snapshot.atNs;
    if (this.#isTrusted) this.#timestampNs = reachedNs;
    this.wakeupLatencyNs = this.#isTrusted ? Math.max(0, snapshot.atNs - reachedNs) : Number.NaN;
    const ns = reachedNs - this.#pointerNs;
    const leapFrames = Math.abs(movedFrames - ns * this.#framesPerNs);
    const isJitter = leapFrames <= 2 * this.#params.periodSize;
    const isSteady = this.#steadyNs >= 0 && this.#isTrusted === wasTrusted && isJitter;
    this.#steadyFrames = isSteady ? this.#steadyFrames + movedFrames : 0;
    this.#steadyNs = isSteady ? this.#steadyNs + ns : 0;
    this.#pointerErrorNs = this.#isTrusted ? 0 : this.#maxErrorNs(snapshot);
    this.#pointerNs = reachedNs;
    this.#hwPtr = snapshot.hwPtr;
  }

  /**
   * Chooses the rate for a gap: the measured one if the pointers deviate from the nominal one by
   * more than a period. The stream must have been steady for as long as the gap, and for several
   * periods, so that the jitter of a pointer is not multiplied.
   */
  #measureRate(gapNs: number): void {
    const nominal = this.#params.rateHz / 1e9;
    const deviation = Math.abs(this.#steadyFrames - this.#steadyNs * nominal);
    const { periodSize } = this.#params;
    const isLong = this.#steadyNs > gapNs && this.#steadyFrames > MIN_STEADY_PERIODS * periodSize;
    const isMeasured = isLong && deviation > periodSize;
    this.#framesPerNs = isMeasured ? this.#steadyFrames / this.#steadyNs : nominal;
  }

  #framesTo({ hwPtr }: TimedSnapshot): number {
    return signedStep(this.#hwPtr, hwPtr, this.#params.boundary);
  }

  /**
   * A pointer that moved since the last snapshot was updated between it and this one. A driver may
   * date an update by its interrupt, up to a period before.
   */
  #isPlausible(snapshot: TimedSnapshot): boolean {
    const ns = timestampNs(snapshot);
    const earliestNs = this.#beforeNs - this.#params.periodSize / this.#framesPerNs;
    return ns > this.#timestampNs && ns >= earliestNs && ns <= snapshot.atNs + CLOCK_SLACK_NS;
  }

  /** Bound of the age of a pointer at its snapshot: the last snapshot, or a period. */
  #maxErrorNs({ atNs }: TimedSnapshot): number {
    return Math.min(atNs - this.#beforeNs, this.#params.periodSize / this.#framesPerNs);
  }

  /** Bound of the error of a position that is calculated from the last pointer. */
  get #uncertaintyFrames(): number {
    return this.#params.periodSize + Math.ceil(this.#pointerErrorNs * this.#framesPerNs);
  }

  /** Time for which the hardware has run past the frames in the ring. */
  #pastNs(avail: number): number {
    return Math.max(0, avail - this.#params.bufferSize) / this.#framesPerNs;
  }

  #timing(
    isTrusted: boolean,
    uncertaintyFrames: number,
    beganNs: number,
    endNs: number,
  ): LossTiming {
    const { direction, bufferSize } = this.#params;
    const fill = direction === 'playback' ? bufferSize - this.#avail : this.#avail;
    return {
      wallMs: Date.now() - (endNs - beganNs) / 1e6,
      monotonicNs: beganNs,
      durationNs: endNs - beganNs,
      clock: isTrusted ? 'timestamps' : 'program',
      uncertaintyFrames,
      fillFrames: Math.max(0, fill),
      wakeupLatencyNs: this.wakeupLatencyNs,
      sinceLastWakeupNs: endNs - this.#snapshotNs,
    };
  }

  #readWallClock(): void {
    this.#wallClockMs = Date.now();
    this.#wallClockReadNs = this.#snapshotNs;
  }

  /** Adds the time for which the machine slept: only the wall clock advanced. */
  #nowWithSleepNs(nowNs: number): number {
    return Math.max(nowNs, this.#wallClockReadNs + (Date.now() - this.#wallClockMs) * 1e6);
  }
}
