import { AlsaMmapError } from '../device/errors.js';
import type { PcmParams } from '../device/params.js';

const MIN_STUCK_MS = 1000;
const STUCK_BUFFERS = 8;
const MAX_WAIT_MS = 100;

/** How long the loop sleeps at most: so that it soon sees that it was asked to stop. */
export function waitLimitMs({ periodSize, rateHz }: PcmParams): number {
  return Math.max(1, Math.min(MAX_WAIT_MS, (2000 * periodSize) / rateHz));
}

/** Finds a pointer that has stopped moving while the stream runs. */
export class StuckWatch {
  readonly #device: string;
  readonly #limitMs: number;
  #hwPtr = -1;
  #sinceMs = 0;

  constructor(device: string, { bufferSize, rateHz }: PcmParams) {
    this.#device = device;
    this.#limitMs = Math.max(MIN_STUCK_MS, (STUCK_BUFFERS * 1000 * bufferSize) / rateHz);
  }

  /** @throws FAILED where hw_ptr has been the same for several buffers' time, and at least 1 s */
  see(hwPtr: number, nowMs: number): void {
    if (hwPtr !== this.#hwPtr) {
      this.#hwPtr = hwPtr;
      this.#sinceMs = nowMs;
      return;
    }
    const stillMs = nowMs - this.#sinceMs;
    if (stillMs < this.#limitMs) return;
    throw new AlsaMmapError(
      'FAILED',
      `${this.#device}: hw_ptr is stuck at ${hwPtr} for ${Math.round(stillMs)} ms while the stream ` +
        'runs: the hardware or its driver moves no samples',
      { device: this.#device },
    );
  }

  /** After a new start. */
  reset(): void {
    this.#hwPtr = -1;
  }
}
