import type { ChalkInstance } from 'chalk';
import { EXPERIMENTS, type ExperimentName } from '../../measure/experiments.js';
import type { MeasureProgress } from '../../measure/progress.js';
import type { OpenedDevice } from '../../stream/thread-messages.js';
import { type OutputValues, outputMode } from '../options/common.js';
import type { Notice } from '../stream/stream-client.js';
import { openedLines } from '../stream/text.js';
import { chalkFor } from '../text/colors.js';
import { LiveLine } from '../text/live-line.js';

const LINE_INTERVAL_MS = 5000;
const BAR_CELLS = 30;

/** Progress on stderr: a bar on a terminal, otherwise a line every few seconds. */
export class BenchDisplay {
  readonly #values: OutputValues;
  readonly #output = new LiveLine(process.stderr);
  readonly #chalk: ChalkInstance;
  #lastShownMs = performance.now();

  constructor(values: OutputValues) {
    this.#values = values;
    this.#chalk = chalkFor(values, process.stderr);
  }

  showOpened(experiment: ExperimentName, opened: OpenedDevice): void {
    this.#lastShownMs = performance.now();
    if (this.#isDocument()) return;
    const subject = `${experiment}: ${EXPERIMENTS[experiment].summary}`;
    const lines = openedLines(opened, subject, this.#values, this.#chalk);
    for (const line of lines) this.#output.writeLine(line);
  }

  showNotice({ text, isProblem }: Notice): void {
    if (this.#values.json || (this.#values.quiet && !isProblem)) return;
    this.#output.writeLine(text);
  }

  /** @param totalSeconds planned duration */
  showProgress(
    experiment: ExperimentName,
    { done, step }: MeasureProgress,
    totalSeconds: number,
  ): void {
    if (this.#values.quiet || this.#isDocument()) return;
    const fraction = Math.min(1, done);
    const position = step === '' ? '' : `, ${step}`;
    const elapsed = (fraction * totalSeconds).toFixed(1);
    const text = `${experiment}  ${elapsed} of ${+totalSeconds.toFixed(1)} s${position}`;
    if (this.#output.canRedraw) {
      const cells = Math.round(fraction * BAR_CELLS);
      const bar = '='.repeat(cells) + this.#chalk.dim('-'.repeat(BAR_CELLS - cells));
      this.#output.redraw(`${bar}  ${text}`);
      return;
    }
    const nowMs = performance.now();
    if (nowMs - this.#lastShownMs < LINE_INTERVAL_MS) return;
    this.#lastShownMs = nowMs;
    this.#output.writeLine(text);
  }

  #isDocument(): boolean {
    const mode = outputMode(this.#values);
    return mode === 'json' || mode === 'tsv';
  }

  end(): void {
    this.#output.clear();
  }
}
