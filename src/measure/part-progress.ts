import { MeasureProgress } from './progress.js';

/** Progress of a part of a measurement, written into the memory of the whole. */
export class PartProgress extends MeasureProgress {
  readonly #name: string;
  readonly #from: number;
  readonly #share: number;

  /** @param share share of the whole, from 0 to 1, beginning at `from` */
  constructor(whole: MeasureProgress, name: string, from: number, share: number) {
    super(whole.buffer);
    this.#name = name;
    this.#from = from;
    this.#share = share;
    super.step = name;
    super.done = from;
  }

  override get done(): number {
    return (super.done - this.#from) / this.#share;
  }
  override set done(share: number) {
    super.done = this.#from + this.#share * Math.min(1, share);
  }

  override get step(): string {
    return super.step;
  }
  override set step(text: string) {
    super.step = `${this.#name} ${text}`;
  }
}
