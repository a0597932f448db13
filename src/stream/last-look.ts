import type { LossEvent } from './loss.js';
import type { TimedLook } from './timed-look.js';

/** Of a loss all but what it is and how much was lost. */
export type LossDate = Omit<LossEvent, 'cause' | 'atFrame' | 'lostFrames' | 'insertedFrames'>;

/** How often the wall clock is read: in between the time that has gone by tells it. */
const WALL_EVERY_NS = 1e9;

/**
 * What was seen when the stream was last well: what a loss is dated by. Plain numbers that are
 * overwritten each turn; nothing is allocated.
 */
export class LastLook {
  wakeUpDelayNs = 0;
  readonly #fillOf: (avail: number) => number;
  #avail = 0;
  #hwPtr = -1;
  #atNs = 0;
  /** The wall clock, and when it was read. */
  #wallMs = 0;
  #wallReadNs = 0;
  /** The pointer's own timestamp, or when the stream was started. */
  #pointerNs = 0;

  /** @param fillOf frames in the ring where so many are available */
  constructor(fillOf: (avail: number) => number) {
    this.#fillOf = fillOf;
  }

  /** The stream was started, or goes on. */
  started(nowNs: number): void {
    this.#hwPtr = -1;
    this.wakeUpDelayNs = 0;
    this.#pointerNs = nowNs;
    this.#atNs = nowNs;
    this.#readWall();
  }

  sawRunning(look: TimedLook): void {
    this.#avail = look.avail;
    this.#atNs = look.atNs;
    if (this.#atNs - this.#wallReadNs > WALL_EVERY_NS) this.#readWall();
    if (look.hwPtr === this.#hwPtr) return;
    this.#hwPtr = look.hwPtr;
    this.#pointerNs = this.#tstampNs(look);
    this.wakeUpDelayNs = Math.max(0, look.atNs - this.#pointerNs);
  }

  /**
   * How a stream was before a loss that is found at `nowNs`, when it began, as far as the last pointer
   * update tells, and how long ago that is.
   * @param passedNs for how long the hardware had run past appl_ptr by that update
   * @param slept the machine did: the wall clock went on alone
   */
  datedAt(look: TimedLook, nowNs: number, passedNs: number, slept: boolean): LossDate {
    const awakeNs = nowNs - this.#atNs;
    const unseenNs = slept ? Math.max(awakeNs, this.#sinceByWallNs()) : awakeNs;
    const beganNs = this.#tstampNs(look) - passedNs;
    const durationNs = nowNs - beganNs + unseenNs - awakeNs;
    return {
      wallMs: Date.now() - durationNs / 1e6,
      monotonicNs: beganNs,
      durationNs,
      fillFrames: this.#fillOf(this.#avail),
      wakeUpDelayNs: this.wakeUpDelayNs,
      unseenNs,
    };
  }

  #readWall(): void {
    this.#wallMs = Date.now();
    this.#wallReadNs = this.#atNs;
  }

  /** How long the last look is ago on the wall clock, which goes on while the machine sleeps. */
  #sinceByWallNs(): number {
    return (Date.now() - this.#wallMs) * 1e6 - (this.#atNs - this.#wallReadNs);
  }

  /** Before the first pointer update there is no timestamp. */
  #tstampNs({ tstampSec, tstampNsec }: TimedLook): number {
    return Math.max(this.#pointerNs, tstampSec * 1e9 + tstampNsec);
  }
}
