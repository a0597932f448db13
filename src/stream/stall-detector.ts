import { deviceError } from '../device/errors.js';
import type { PcmParams } from '../device/params.js';
import { stateName } from '../device/pcm-state.js';
import type { TimedSnapshot } from './timed-snapshot.js';

const STALL_PERIODS = 4;
/**
 * Measured: the timer tick of a guest on an overloaded host paused for 200 ms; its clock did not.
 */
const MIN_STALL_MS = 500;
/**
 * Measured: a USB card of QEMU stalls for up to 2 s when it is restarted immediately. Hardware that
 * has to power up begins hundreds of milliseconds after START.
 */
const START_GRACE_MS = 2500;

/**
 * Detects a hw_ptr that has stopped moving while the stream runs. Only time in which the process
 * was awake counts: after SIGSTOP an unchanged pointer is legitimate.
 */
export class StallDetector {
  readonly #device: string;
  readonly #stallLimitMs: number;
  readonly #maxStepMs: number;
  #hwPtr = -1;
  #lastCheckNs = 0;
  #stalledMs = 0;
  #hasMoved = false;
  /** Remaining time after a start in which no stall is reported. */
  #graceMs = 0;

  /** @param maxIntervalMs upper bound between two checks while the process is awake */
  constructor(device: string, { periodSize, rateHz }: PcmParams, maxIntervalMs: number) {
    this.#device = device;
    this.#stallLimitMs = Math.max(MIN_STALL_MS, (STALL_PERIODS * 1000 * periodSize) / rateHz);
    this.#maxStepMs = 2 * maxIntervalMs;
  }

  /** True after half of the limit: then an HWSYNC is worth its cost. */
  get suspectsStall(): boolean {
    return this.#stalledMs > this.#stallLimitMs / 2;
  }

  /**
   * @throws FAILED when hw_ptr has not moved for four periods and at least 500 ms; never in the
   * first 2.5 s after a restart, or after the first start before it has moved
   */
  check({ state, hwPtr, atNs }: Pick<TimedSnapshot, 'state' | 'hwPtr' | 'atNs'>): void {
    const stepMs = Math.min(this.#maxStepMs, (atNs - this.#lastCheckNs) / 1e6);
    this.#lastCheckNs = atNs;
    this.#graceMs = Math.max(0, this.#graceMs - stepMs);
    if (hwPtr !== this.#hwPtr) {
      if (!this.#hasMoved && this.#hwPtr >= 0) {
        this.#hasMoved = true;
        this.#graceMs = 0;
      }
      this.#hwPtr = hwPtr;
      this.#stalledMs = 0;
      return;
    }
    this.#stalledMs += stepMs;
    if (this.#stalledMs < this.#stallLimitMs || this.#graceMs > 0) return;
    throw deviceError(
      'FAILED',
      this.#device,
      `hw_ptr stalled at ${hwPtr} for ${Math.round(this.#stalledMs)} ms in ` +
        `${stateName(state)}: the hardware or its driver transfers no samples`,
    );
  }

  /** Call after each start: the hardware may begin late. */
  reset(): void {
    this.#hwPtr = -1;
    this.#graceMs = START_GRACE_MS;
  }
}
