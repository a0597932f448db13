import { AlsaMmapError } from '../device/errors.js';
import type { PcmParams } from '../device/params.js';

const STUCK_PERIODS = 4;
const MIN_STUCK_MS = 200;

/**
 * Finds a pointer that has stopped moving while the stream runs. Only time in which the watcher was
 * awake counts: a process that was stopped finds everything as it left it.
 */
export class StuckWatch {
  readonly #device: string;
  readonly #limitMs: number;
  readonly #stepMs: number;
  #hwPtr = -1;
  #seenMs = 0;
  #stillMs = 0;

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

  /** @throws FAILED where hw_ptr has been the same for four periods' time, and at least 200 ms */
  see(hwPtr: number, nowMs: number): void {
    const stepMs = Math.min(this.#stepMs, nowMs - this.#seenMs);
    this.#seenMs = nowMs;
    if (hwPtr !== this.#hwPtr) {
      this.#hwPtr = hwPtr;
      this.#stillMs = 0;
      return;
    }
    this.#stillMs += stepMs;
    if (this.#stillMs < this.#limitMs) return;
    throw new AlsaMmapError(
      'FAILED',
      `${this.#device}: hw_ptr is stuck at ${hwPtr} for ${Math.round(this.#stillMs)} ms while the ` +
        'stream runs: the hardware or its driver moves no samples',
      { device: this.#device },
    );
  }

  /** After a new start. */
  reset(): void {
    this.#hwPtr = -1;
  }
}
