import { AlsaMmapError } from '../device/errors.js';
import type { PcmParams } from '../device/params.js';

const MIN_STUCK_MS = 1000;
const STUCK_BUFFERS = 8;
const MAX_WAIT_MS = 100;
const MOST_RESTARTS = 20;

/** How long the loop sleeps at most: so that it soon sees that it was asked to stop. */
export function waitLimitMs({ periodSize, rateHz }: PcmParams): number {
  return Math.max(1, Math.min(MAX_WAIT_MS, (2000 * periodSize) / rateHz));
}

/** Ends a stream that runs over or under again and again, without having run in between. */
export class RestartLimit {
  readonly #device: string;
  #restarts = 0;

  constructor(device: string) {
    this.#device = device;
  }

  /** The stream was seen running. */
  ran(): void {
    this.#restarts = 0;
  }

  /** @throws XRUN where it has not run since many restarts */
  again(): void {
    this.#restarts++;
    if (this.#restarts <= MOST_RESTARTS) return;
    throw new AlsaMmapError(
      'XRUN',
      `${this.#device}: the stream stopped right after each of ${MOST_RESTARTS} starts; try a larger ` +
        'period and buffer',
      { device: this.#device },
    );
  }
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
