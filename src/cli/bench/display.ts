import type { ChalkInstance } from 'chalk';
import { EXPERIMENTS, type ExperimentName } from '../../measure/experiments.js';
import type { MeasureOpened } from '../../measure/job.js';
import type { MeasureProgress } from '../../measure/progress.js';
import type { OptionValues } from '../command.js';
import { typedValues } from '../legacy-command.js';
import { openedLines, privilegeText } from '../stream/text.js';
import { chalkFor } from '../text/colors.js';
import { LiveLine } from '../text/live-line.js';

const LINE_EVERY_MS = 5000;
const BAR_CELLS = 30;

/** What a measurement says while it runs, on stderr: a bar on a terminal, elsewhere a line now and then. */
export class BenchDisplay {
  readonly #silent: boolean;
  readonly #json: boolean;
  readonly #verbose: boolean;
  readonly #line = new LiveLine(process.stderr);
  readonly #paint: ChalkInstance;
  #shownMs = performance.now();

  constructor(values: OptionValues) {
    this.#json = values['json'] === true;
    this.#silent = values['quiet'] === true || this.#json;
    this.#verbose = values['verbose'] === true;
    this.#paint = chalkFor(typedValues(values), process.stderr);
  }

  opened(experiment: ExperimentName, opened: MeasureOpened): void {
    this.#shownMs = performance.now();
    if (!this.#silent) {
      const subject = `${experiment}: ${EXPERIMENTS[experiment].summary}`;
      const lines = openedLines(opened, subject, this.#verbose, this.#paint);
      for (const line of lines) this.#line.writeLine(line);
    }
    if (this.#json) return;
    for (const grant of opened.grants) {
      // A refusal is bad news: also with --quiet.
      if (!grant.granted || !this.#silent) this.#line.writeLine(privilegeText(grant, this.#paint));
    }
  }

  /** @param seconds how long it takes in all */
  progress(experiment: ExperimentName, { done, at }: MeasureProgress, seconds: number): void {
    if (this.#silent) return;
    const share = Math.min(1, done);
    const what = at === '' ? '' : `, ${at}`;
    const text = `${experiment}  ${(share * seconds).toFixed(1)} of ${+seconds.toFixed(1)} s${what}`;
    if (this.#line.canRedraw) {
      const cells = Math.round(share * BAR_CELLS);
      const bar = '='.repeat(cells) + this.#paint.dim('-'.repeat(BAR_CELLS - cells));
      this.#line.redraw(`${bar}  ${text}`);
      return;
    }
    const nowMs = performance.now();
    if (nowMs - this.#shownMs < LINE_EVERY_MS) return;
    this.#shownMs = nowMs;
    this.#line.writeLine(text);
  }

  end(): void {
    this.#line.end();
  }
}
