import { AlsaMmapError } from '../../device/errors.js';
import type { PcmParams } from '../../device/params.js';
import type { FreeStream } from '../free-stream.js';
import { stillLimitNs } from '../pointer/samples.js';
import { SampleColumns } from '../sample-columns.js';
import type { ClockSamples } from './lost-rounds.js';
import { MIN_CLOCK_SAMPLES } from './statistic.js';

/** Same limit as for the pointer: a card that is reopened at once can stay still for a while. */
const PATIENCE_NS = 3e9;

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
    this.#stillNs = Math.max(PATIENCE_NS, stillLimitNs(this.params));
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
      throw this.#failed(
        `hw_ptr of ${this.params.direction} stalled at ${position} for ${stillMs} ms`,
      );
    }
    this.#movedNs = nowNs;
    if (!kept) return true;
    if (stampNs === 0) throw this.#failed('the driver gives no timestamps: there is no clock');
    this.#rows.add(position, stampNs);
    return true;
  }

  /** @throws FAILED if there were too few updates */
  samples(): Record<keyof ClockSamples, Float64Array> {
    if (this.#rows.rows >= MIN_CLOCK_SAMPLES) return this.#rows.columns();
    throw this.#failed(
      `${this.#rows.rows} updates of hw_ptr are too few: use a longer --duration or a ` +
        'smaller --period-size',
    );
  }

  #failed(what: string): AlsaMmapError {
    const { name } = this.#stream.device.identity;
    return new AlsaMmapError('FAILED', `${name}: ${what}`, { device: name });
  }
}
