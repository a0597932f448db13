import { AlsaMmapError } from '../../device/errors.js';
import type { Measured, MeasureTask, RawColumns } from '../plan.js';
import { MeasureProgress } from '../progress.js';
import type { Missing } from './evidence.js';

/** A part of a measurement: an experiment and its share of the time. */
interface Part<Result, Raw extends RawColumns = RawColumns> {
  readonly name: string;
  readonly share: number;
  readonly warmupSeconds: number;
  readonly run: (task: MeasureTask) => Promise<Measured<Result, Raw>>;
}

/** Runs experiments as parts of another, one after the other. */
export class Parts {
  /** Samples of all parts, as `part.column`. */
  readonly raw: Record<string, Float64Array> = {};
  seconds = 0;
  readonly #task: MeasureTask;
  #shareDone = 0;
  /** Reason why no further part is run. */
  #over = '';

  constructor(task: MeasureTask) {
    this.#task = task;
  }

  /** Result of a part, or the reason why it is missing: it failed, or was not reached. */
  async run<Result, Raw extends RawColumns>({
    name,
    share,
    warmupSeconds,
    run,
  }: Part<Result, Raw>): Promise<Measured<Result, Raw> | Missing> {
    const { progress, plan } = this.#task;
    if (progress.stopRequested) this.giveUp('stopped before this was measured');
    if (this.#over !== '') return { missing: this.#over };
    const from = this.#shareDone;
    this.#shareDone += share;
    try {
      const measured = await run({
        ...this.#task,
        plan: { warmupSeconds, durationSeconds: plan.durationSeconds * share },
        progress: new PartProgress(progress, name, from, share),
      });
      for (const [column, values] of Object.entries(measured.raw)) {
        this.raw[`${name}.${column}`] = values;
      }
      this.seconds += measured.seconds;
      return measured;
    } catch (error) {
      if (!(error instanceof AlsaMmapError) || error.code !== 'FAILED') throw error;
      return { missing: error.message };
    }
  }

  /** Runs no further part, for this reason; the first reason counts. */
  giveUp(reason: string): void {
    this.#over ||= reason;
  }
}

/** Progress of a part of a measurement, written into the memory of the whole. */
class PartProgress extends MeasureProgress {
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
