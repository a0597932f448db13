import type { LossEvent } from './loss.js';
import type { TimedSnapshot } from './timed-snapshot.js';

/** Of a loss all but what it is and how much was lost. */
export type LossTiming = Omit<LossEvent, 'cause' | 'atFrame' | 'lostFrames' | 'silentFrames'>;

/** How often the wall clock is read: in between the time that has gone by tells it. */
const WALL_CLOCK_INTERVAL_NS = 1e9;

/**
 * What was seen when the stream was last well: what a loss is dated by. Plain numbers that are
 * overwritten each turn; nothing is allocated.
 */
export class LossClock {
  wakeupLatencyNs = 0;
  readonly #ringFill: (avail: number) => number;
  #avail = 0;
  #hwPtr = -1;
  #snapshotNs = 0;
  /** The wall clock, and when it was read. */
  #wallClockMs = 0;
  #wallClockReadNs = 0;
  /** The pointer's own timestamp, or when the stream was started. */
  #pointerUpdateNs = 0;

  /** @param fillOf frames in the ring where so many are available */
  constructor(fillOf: (avail: number) => number) {
    this.#ringFill = fillOf;
  }

  /** The stream was started, or goes on. */
  streamStarted(nowNs: number): void {
    this.#hwPtr = -1;
    this.wakeupLatencyNs = 0;
    this.#pointerUpdateNs = nowNs;
    this.#snapshotNs = nowNs;
    this.#readWallClock();
  }

  recordRunning(look: TimedSnapshot): void {
    this.#avail = look.avail;
    this.#snapshotNs = look.atNs;
    if (this.#snapshotNs - this.#wallClockReadNs > WALL_CLOCK_INTERVAL_NS) this.#readWallClock();
    if (look.hwPtr === this.#hwPtr) return;
    this.#hwPtr = look.hwPtr;
    this.#pointerUpdateNs = this.#timestampNs(look);
    this.wakeupLatencyNs = Math.max(0, look.atNs - this.#pointerUpdateNs);
  }

  /**
   * How a stream was before a loss that is found at `nowNs`, when it began, as far as the last pointer
   * update tells, and how long ago that is.
   * @param passedNs for how long the hardware had run past appl_ptr by that update
   * @param slept the machine did: the wall clock went on alone
   */
  lossTiming(look: TimedSnapshot, nowNs: number, passedNs: number, slept: boolean): LossTiming {
    const awakeNs = nowNs - this.#snapshotNs;
    const sinceLastWakeupNs = slept ? Math.max(awakeNs, this.#elapsedByWallClockNs()) : awakeNs;
    const beganNs = this.#timestampNs(look) - passedNs;
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

  /** How long the last look is ago on the wall clock, which goes on while the machine sleeps. */
  #elapsedByWallClockNs(): number {
    return (Date.now() - this.#wallClockMs) * 1e6 - (this.#snapshotNs - this.#wallClockReadNs);
  }

  /** Before the first pointer update there is no timestamp. */
  #timestampNs({ tstampSec, tstampNsec }: TimedSnapshot): number {
    return Math.max(this.#pointerUpdateNs, tstampSec * 1e9 + tstampNsec);
  }
}
