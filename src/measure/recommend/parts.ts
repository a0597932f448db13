import { AlsaMmapError } from '../../device/errors.js';
import { PartProgress } from '../part-progress.js';
import type { Measured, MeasureTask, RawColumns } from '../plan.js';
import type { Missing } from './evidence.js';

/** A part of a measurement: an experiment and its share of the time. */
export interface Part<Result, Raw extends RawColumns = RawColumns> {
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

  /** Ends the measurement for this reason. */
  giveUp(why: string): void {
    if (this.#over === '') this.#over = why;
  }
}
