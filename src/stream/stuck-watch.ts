import { AlsaMmapError } from '../device/errors.js';
import type { PcmParams } from '../device/params.js';
import type { TimedLook } from './timed-look.js';

const STUCK_PERIODS = 4;
/** Measured: the tick of a guest whose host is overrun stood still for 200 ms; its clock did not. */
const MIN_STUCK_MS = 500;
/** Measured: a USB card of QEMU stands still for up to 2 s where it is started again at once. */
const RESTART_PATIENCE_MS = 2500;

type Seen = Pick<TimedLook, 'hwPtr' | 'atNs'>;

/**
 * Finds a pointer that has stopped moving while the stream runs. Only time in which the watcher was
 * awake counts: a process that was stopped finds everything as it left it.
 */
export class StuckWatch {
  readonly #device: string;
  readonly #limitMs: number;
  readonly #stepMs: number;
  #hwPtr = -1;
  #seenNs = 0;
  #stillMs = 0;
  #hasMoved = false;
  /** How much longer nothing is said. */
  #patienceMs = 0;

  /** @param waitMs how far apart two looks lie at most, where the watcher is awake */
  constructor(device: string, { periodSize, rateHz }: PcmParams, waitMs: number) {
    this.#device = device;
    this.#limitMs = Math.max(MIN_STUCK_MS, (STUCK_PERIODS * 1000 * periodSize) / rateHz);
    this.#stepMs = 2 * waitMs;
  }

  /** The pointer has stood still for so long that it is worth asking the hardware where it is. */
  get suspicious(): boolean {
    return this.#stillMs > this.#limitMs / 2;
  }

  /**
   * @throws FAILED where hw_ptr has been the same for four periods' time, and at least 500 ms; not
   * in the first 2.5 s after hardware that has moved was started again
   */
  see({ hwPtr, atNs }: Seen): void {
    const stepMs = Math.min(this.#stepMs, (atNs - this.#seenNs) / 1e6);
    this.#seenNs = atNs;
    this.#patienceMs = Math.max(0, this.#patienceMs - stepMs);
    if (hwPtr !== this.#hwPtr) {
      this.#hasMoved ||= this.#hwPtr >= 0;
      this.#hwPtr = hwPtr;
      this.#stillMs = 0;
      return;
    }
    this.#stillMs += stepMs;
    if (this.#stillMs < this.#limitMs || this.#patienceMs > 0) return;
    throw new AlsaMmapError(
      'FAILED',
      `${this.#device}: hw_ptr is stuck at ${hwPtr} for ${Math.round(this.#stillMs)} ms while the ` +
        'stream runs: the hardware or its driver moves no samples',
      { device: this.#device },
    );
  }

  /** After a start. Hardware that has moved before is given more time where it is started again. */
  reset(): void {
    this.#hwPtr = -1;
    if (this.#hasMoved) this.#patienceMs = RESTART_PATIENCE_MS;
  }
}
