import type { LossEvent } from './loss.js';
import type { TimedLook } from './timed-look.js';

/** Of a loss all but what it is and how much was lost. */
export type LossDate = Omit<LossEvent, 'cause' | 'atFrame' | 'lostFrames' | 'insertedFrames'>;

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
  #wallMs = 0;
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
    this.#mark(nowNs);
  }

  sawRunning(look: TimedLook): void {
    this.#avail = look.avail;
    this.#mark(look.atNs);
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
    const unseenNs = slept ? Math.max(awakeNs, (Date.now() - this.#wallMs) * 1e6) : awakeNs;
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

  #mark(nowNs: number): void {
    this.#atNs = nowNs;
    this.#wallMs = Date.now();
  }

  /** Before the first pointer update there is no timestamp. */
  #tstampNs({ tstampSec, tstampNsec }: TimedLook): number {
    return Math.max(this.#pointerNs, tstampSec * 1e9 + tstampNsec);
  }
}
