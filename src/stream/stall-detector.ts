import { AlsaMmapError } from '../device/errors.js';
import type { PcmParams } from '../device/params.js';
import type { TimedSnapshot } from './timed-snapshot.js';

const STALL_PERIODS = 4;
/** Measured: the tick of a guest whose host is overrun stood still for 200 ms; its clock did not. */
const MIN_STALL_MS = 500;
/** Measured: a USB card of QEMU stands still for up to 2 s where it is started again at once. */
const RESTART_GRACE_MS = 2500;

type PointerSample = Pick<TimedSnapshot, 'hwPtr' | 'atNs'>;

/**
 * Finds a pointer that has stopped moving while the stream runs. Only time in which the watcher was
 * awake counts: a process that was stopped finds everything as it left it.
 */
export class StallDetector {
  readonly #device: string;
  readonly #stallLimitMs: number;
  readonly #maxStepMs: number;
  #hwPtr = -1;
  #lastCheckNs = 0;
  #stalledMs = 0;
  #hasMoved = false;
  /** How much longer nothing is said. */
  #graceMs = 0;

  /** @param waitMs how far apart two looks lie at most, where the watcher is awake */
  constructor(device: string, { periodSize, rateHz }: PcmParams, waitMs: number) {
    this.#device = device;
    this.#stallLimitMs = Math.max(MIN_STALL_MS, (STALL_PERIODS * 1000 * periodSize) / rateHz);
    this.#maxStepMs = 2 * waitMs;
  }

  /** The pointer has stood still for so long that it is worth asking the hardware where it is. */
  get suspectsStall(): boolean {
    return this.#stalledMs > this.#stallLimitMs / 2;
  }

  /**
   * @throws FAILED where hw_ptr has been the same for four periods' time, and at least 500 ms; not
   * in the first 2.5 s after hardware that has moved was started again
   */
  check({ hwPtr, atNs }: PointerSample): void {
    const stepMs = Math.min(this.#maxStepMs, (atNs - this.#lastCheckNs) / 1e6);
    this.#lastCheckNs = atNs;
    this.#graceMs = Math.max(0, this.#graceMs - stepMs);
    if (hwPtr !== this.#hwPtr) {
      this.#hasMoved ||= this.#hwPtr >= 0;
      this.#hwPtr = hwPtr;
      this.#stalledMs = 0;
      return;
    }
    this.#stalledMs += stepMs;
    if (this.#stalledMs < this.#stallLimitMs || this.#graceMs > 0) return;
    throw new AlsaMmapError(
      'FAILED',
      `${this.#device}: hw_ptr is stuck at ${hwPtr} for ${Math.round(this.#stalledMs)} ms while the ` +
        'stream runs: the hardware or its driver moves no samples',
      { device: this.#device },
    );
  }

  /** After a start. Hardware that has moved before is given more time where it is started again. */
  reset(): void {
    this.#hwPtr = -1;
    if (this.#hasMoved) this.#graceMs = RESTART_GRACE_MS;
  }
}
