import { Snapshot } from '../core/snapshot.js';
import type { LossEvent } from './loss.js';

/** Timing of a loss, without its cause and amount. */
export type LossTiming = Omit<LossEvent, 'cause' | 'atFrame' | 'lostFrames' | 'silentFrames'>;

/** Interval between two reads of the wall clock; in between, elapsed time is added to the last. */
const WALL_CLOCK_INTERVAL_NS = 1e9;

/**
 * A snapshot and the time at which it was taken. Passing the object instead of the time avoids
 * boxing a number at every call.
 */
export class TimedSnapshot extends Snapshot {
  /** On the clock of the timestamps. */
  atNs = 0;
}

/**
 * State of the stream at the last healthy snapshot: the reference for dating a loss. Its plain
 * numbers are overwritten each cycle; nothing is allocated.
 */
export class LossClock {
  wakeupLatencyNs = 0;
  readonly #ringFill: (avail: number) => number;
  #avail = 0;
  #hwPtr = -1;
  #snapshotNs = 0;
  /** Wall clock at `#wallClockReadNs`. */
  #wallClockMs = 0;
  #wallClockReadNs = 0;
  /** Timestamp of the last pointer update, or the start of the stream. */
  #pointerUpdateNs = 0;

  /** @param ringFill returns the frames in the ring for an avail */
  constructor(ringFill: (avail: number) => number) {
    this.#ringFill = ringFill;
  }

  /** Resets the reference after a start or a resume. */
  streamStarted(nowNs: number): void {
    this.#hwPtr = -1;
    this.wakeupLatencyNs = 0;
    this.#pointerUpdateNs = nowNs;
    this.#snapshotNs = nowNs;
    this.#readWallClock();
  }

  recordRunning(snapshot: TimedSnapshot): void {
    this.#avail = snapshot.avail;
    this.#snapshotNs = snapshot.atNs;
    if (this.#snapshotNs - this.#wallClockReadNs > WALL_CLOCK_INTERVAL_NS) this.#readWallClock();
    if (snapshot.hwPtr === this.#hwPtr) return;
    this.#hwPtr = snapshot.hwPtr;
    this.#pointerUpdateNs = this.#timestampNs(snapshot);
    this.wakeupLatencyNs = Math.max(0, snapshot.atNs - this.#pointerUpdateNs);
  }

  /**
   * Returns the timing of a loss that `snapshot` revealed.
   * @param pastApplPtrNs time for which the hardware had run past appl_ptr at its last update
   * @param slept the machine slept, during which only the wall clock advanced
   */
  lossTiming(
    snapshot: TimedSnapshot,
    nowNs: number,
    pastApplPtrNs: number,
    slept: boolean,
  ): LossTiming {
    const awakeNs = nowNs - this.#snapshotNs;
    const sinceLastWakeupNs = slept ? Math.max(awakeNs, this.#elapsedByWallClockNs()) : awakeNs;
    const beganNs = this.#timestampNs(snapshot) - pastApplPtrNs;
    const durationNs = nowNs - beganNs + sinceLastWakeupNs - awakeNs;
    return {
      wallMs: Date.now() - durationNs / 1e6,
      monotonicNs: beganNs,
      durationNs,
      fillFrames: this.#ringFill(this.#avail),
      wakeupLatencyNs: this.wakeupLatencyNs,
      sinceLastWakeupNs,
    };
  }

  #readWallClock(): void {
    this.#wallClockMs = Date.now();
    this.#wallClockReadNs = this.#snapshotNs;
  }

  /**
   * Time since the last snapshot on the wall clock, which also advances while the machine sleeps.
   */
  #elapsedByWallClockNs(): number {
    return (Date.now() - this.#wallClockMs) * 1e6 - (this.#snapshotNs - this.#wallClockReadNs);
  }

  /** The driver gives no timestamp before the first pointer update. */
  #timestampNs({ tstampSec, tstampNsec }: TimedSnapshot): number {
    return Math.max(this.#pointerUpdateNs, tstampSec * 1e9 + tstampNsec);
  }
}

/** A loss that grows from cycle to cycle and is reported as a whole when frames flow again. */
export class OpenLoss {
  #timing: LossTiming | undefined;
  #frames = 0;

  get isOpen(): boolean {
    return this.#timing !== undefined;
  }

  open(timing: LossTiming): void {
    this.#timing = timing;
  }

  add(frames: number): void {
    this.#frames += frames;
  }

  /** Ends the loss at `nowNs`; undefined if none is open. */
  close(nowNs: number): { readonly timing: LossTiming; readonly frames: number } | undefined {
    if (this.#timing === undefined) return undefined;
    const durationNs = Math.max(this.#timing.durationNs, nowNs - this.#timing.monotonicNs);
    const closed = { timing: { ...this.#timing, durationNs }, frames: this.#frames };
    this.#timing = undefined;
    this.#frames = 0;
    return closed;
  }
}
