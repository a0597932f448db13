import type { Snapshot } from '../core/snapshot.js';
import { AlsaMmapError } from '../device/errors.js';
import type { PcmParams } from '../device/params.js';
import { PcmState } from '../device/pcm-state.js';

/** Longer than the silence at the end of a stream. */
const MARGIN_MS = 100;

/**
 * Finds that somebody else moves appl_ptr, as whoever holds the stream's descriptor can: the hardware
 * goes on and on though this program has handed over nothing, where it would have run dry, or over.
 */
export class ApplPtrGuard {
  readonly #device: string;
  readonly #maxFrames: number;
  #hwPtrAtMove = 0;

  constructor(device: string, { bufferSize, rateHz }: PcmParams) {
    this.#device = device;
    this.#maxFrames = 2 * bufferSize + (MARGIN_MS * rateHz) / 1000;
  }

  /** This program has moved appl_ptr, when hw_ptr was there. */
  applPtrMoved(hwPtr: number): void {
    this.#hwPtrAtMove = hwPtr;
  }

  /** By the last look, if the stream ran then: one that has been stopped may have gone on far before. */
  checkSnapshot({ state, hwPtr }: Pick<Snapshot, 'state' | 'hwPtr'>): void {
    if (state === PcmState.RUNNING || state === PcmState.DRAINING) this.check(hwPtr);
  }

  /** @throws FAILED where more than two rings went by since this program moved appl_ptr */
  check(hwPtr: number): void {
    const frames = hwPtr - this.#hwPtrAtMove;
    if (frames < 0) this.#hwPtrAtMove = hwPtr;
    if (frames <= this.#maxFrames) return;
    throw new AlsaMmapError(
      'FAILED',
      `${this.#device}: the hardware has gone on for ${frames} frames, more than two rings, since this ` +
        'program moved appl_ptr: somebody else moves it',
      { device: this.#device },
    );
  }
}
