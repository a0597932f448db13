import type { PcmParams } from '../../device/params.js';
import { failed } from '../errors.js';
import type { FreeStream } from '../free-stream.js';
import { reopenedLimitNs } from '../pointer/samples.js';
import { SampleColumns } from '../sample-columns.js';
import { type ClockSamples, MIN_CLOCK_SAMPLES } from './statistic.js';

/** One stream whose clock is measured: hw_ptr and timestamp at every update. */
export class ClockSide {
  readonly params: PcmParams;
  readonly #stream: FreeStream;
  readonly #rows = new SampleColumns('frame', 'stampNs');
  readonly #stillNs: number;
  #movedNs = 0;

  constructor(stream: FreeStream) {
    this.#stream = stream;
    this.params = stream.device.params;
    this.#stillNs = reopenedLimitNs(this.params);
  }

  start(nowNs: number): void {
    this.#stream.start();
    this.#movedNs = nowNs;
  }

  /** Waits for the next update. */
  wait(): void {
    this.#stream.wait();
  }

  /**
   * Reads the pointer.
   * @param kept true if an update counts
   * @returns true if there was an update
   * @throws FAILED if the pointer has stalled, or the driver gives no timestamps
   */
  read(nowNs: number, kept: boolean): boolean {
    const moved = this.#stream.read();
    this.#stream.follow();
    const { position, stampNs } = this.#stream;
    if (!moved) {
      const stillNs = nowNs - this.#movedNs;
      if (stillNs <= this.#stillNs) return false;
      const stillMs = Math.round(stillNs / 1e6);
      const { direction } = this.params;
      throw failed(
        this.#stream.device,
        `hw_ptr of ${direction} stalled at ${position} for ${stillMs} ms`,
      );
    }
    this.#movedNs = nowNs;
    if (!kept) return true;
    if (stampNs === 0) {
      throw failed(this.#stream.device, 'the driver gives no timestamps: there is no clock');
    }
    this.#rows.add(position, stampNs);
    return true;
  }

  /** @throws FAILED if there were too few updates */
  samples(): Record<keyof ClockSamples, Float64Array> {
    if (this.#rows.rows >= MIN_CLOCK_SAMPLES) return this.#rows.columns();
    throw failed(
      this.#stream.device,
      `${this.#rows.rows} updates of hw_ptr are too few: use a longer --duration or a ` +
        'smaller --period-size',
    );
  }
}
