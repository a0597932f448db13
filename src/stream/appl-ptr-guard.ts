import type { Snapshot } from '../core/snapshot.js';
import { deviceError } from '../device/errors.js';
import type { PcmParams } from '../device/params.js';
import { PcmState } from '../device/pcm-state.js';

/** Longer than the silence at the end of a stream. */
const MARGIN_MS = 100;

/**
 * Detects that another process moves appl_ptr, as any holder of the stream's descriptor can. The
 * hardware then advances although this program committed nothing, when it should have had an xrun.
 */
export class ApplPtrGuard {
  readonly #device: string;
  readonly #bufferSize: number;
  readonly #maxFrames: number;
  #hwPtrAtMove = 0;

  constructor(device: string, { bufferSize, rateHz }: PcmParams) {
    this.#device = device;
    this.#bufferSize = bufferSize;
    this.#maxFrames = 2 * bufferSize + (MARGIN_MS * rateHz) / 1000;
  }

  /** Records that this program moved appl_ptr while hw_ptr was at `hwPtr`. */
  applPtrMoved(hwPtr: number): void {
    this.#hwPtrAtMove = hwPtr;
  }

  /**
   * Checks only a running stream: a stopped one may have advanced far before the stop. Hardware
   * that has passed appl_ptr was not led on by another process.
   */
  checkSnapshot({ state, hwPtr, avail }: Pick<Snapshot, 'state' | 'hwPtr' | 'avail'>): void {
    const isRunning = state === PcmState.RUNNING || state === PcmState.DRAINING;
    if (isRunning && avail <= this.#bufferSize) this.check(hwPtr);
  }

  /** @throws FAILED when the hardware advanced two rings since this program moved appl_ptr */
  check(hwPtr: number): void {
    const frames = hwPtr - this.#hwPtrAtMove;
    if (frames < 0) this.#hwPtrAtMove = hwPtr;
    if (frames <= this.#maxFrames) return;
    throw deviceError(
      'FAILED',
      this.#device,
      `another process moves appl_ptr: the hardware advanced ${frames} frames ` +
        '(more than two rings) since this program last moved it',
    );
  }
}
