import type { ChalkInstance } from 'chalk';
import type { PcmParams } from '../../device/params.js';
import { PcmState } from '../../device/state.js';
import type { LossEvent } from '../../stream/loss.js';
import type { StreamCounters } from '../../stream/stream-counters.js';
import type { Opened } from '../../stream/stream-thread.js';
import type { Values } from '../command.js';
import { paramsDocument } from '../status/document.js';
import { LiveLine } from '../text/live-line.js';
import { painter, paintState } from '../text/paint.js';
import { jsonLine, printable } from '../text/printable.js';
import { rowLines } from '../text/rows.js';
import { streamFigures, totalRows } from './figures.js';
import { cutFigures, cutText, lossFigures, lossName, lossText } from './loss-text.js';
import type { Cut, Remark, StreamSide, Summary } from './side.js';
import { grantText, openedLines, progressText } from './text.js';

const TERMINAL_EVERY_MS = 100;
/** A second, and no turn left out that comes a little early. */
const LINE_EVERY_MS = 950;

/**
 * What a running stream shows: on a terminal a line that is redrawn, elsewhere a line a second, both
 * on stderr; with --json an object a line on stdout (schema `alsa-mmap.stream/1`).
 */
export class StreamDisplay {
  readonly #command: string;
  readonly #side: StreamSide;
  readonly #json: boolean;
  readonly #quiet: boolean;
  readonly #verbose: boolean;
  readonly #line = new LiveLine(process.stderr);
  readonly #paint: ChalkInstance;
  /** Where the totals go. */
  readonly #result: NodeJS.WriteStream;
  readonly #paintTotals: ChalkInstance;
  #params: PcmParams | undefined;
  #shownMs = 0;

  constructor(command: string, side: StreamSide, values: Values) {
    this.#command = command;
    this.#side = side;
    this.#json = values['json'] === true;
    this.#quiet = values['quiet'] === true;
    this.#verbose = values['verbose'] === true;
    this.#paint = painter(values, process.stderr);
    this.#result = side.takesStdout === true ? process.stderr : process.stdout;
    this.#paintTotals = painter(values, this.#result);
  }

  /** Whether somebody watches a line that is redrawn. */
  get live(): boolean {
    return this.#line.live && !this.#json && !this.#quiet;
  }

  opened(opened: Opened): void {
    const { identity, params, paths, grants } = opened;
    this.#params = params;
    this.#shownMs = performance.now();
    if (this.#json) {
      this.#object('opened', { device: identity, params: paramsDocument(params), paths, grants });
      return;
    }
    if (!this.#quiet) {
      const subject = printable(this.#side.subject);
      const lines = openedLines(opened, subject, this.#verbose, this.#paint);
      for (const line of lines) this.#line.line(line);
    }
    for (const grant of grants) {
      // A refusal is bad news: also with --quiet.
      if (!grant.granted || !this.#quiet) this.#line.line(grantText(grant, this.#paint));
    }
  }

  /** Shows the figures where it is time for them; only then is the remark made. */
  progress(counters: StreamCounters, remark: () => Remark): void {
    // OPEN is what the counters say before the stream's first look at itself.
    const unseen = counters.get('state') === PcmState.OPEN;
    if (this.#quiet || unseen || !counters.active) return;
    const { live } = this;
    const nowMs = performance.now();
    if (nowMs - this.#shownMs < (live ? TERMINAL_EVERY_MS : LINE_EVERY_MS)) return;
    this.#shownMs = nowMs;
    const { figures, text, drawn } = remark();
    if (this.#json) {
      this.#object('progress', { ...streamFigures(counters), ...figures });
      return;
    }
    const state = paintState(counters.get('state'), this.#paint);
    const line = progressText(state, counters, this.#params!);
    if (!live) {
      this.#line.line(text === '' ? line.whole : `${line.whole}  ${text}`);
      return;
    }
    const room = this.#line.width - line.shortWidth - 2;
    const beside = drawn(room, this.#paint);
    this.#line.redraw(beside === '' ? line.whole : `${line.short}  ${beside}`);
  }

  /** Bad news: also with --quiet. */
  loss(loss: LossEvent): void {
    if (this.#json) this.#object(lossName(loss), lossFigures(loss));
    else this.#line.line(lossText(loss, this.#params!.rateHz, this.#paint));
  }

  totals(counters: StreamCounters, summary: Summary): void {
    if (summary.cut !== undefined) this.#cut(summary.cut);
    if (this.#json) {
      this.#object('totals', { ...streamFigures(counters), ...summary.figures });
      return;
    }
    this.end();
    if (this.#quiet) return;
    const { deed, subject } = this.#side;
    const rows = totalRows(counters, this.#params!.rateHz, deed, printable(subject), summary);
    this.#result.write(`${rowLines(rows, this.#paintTotals).join('\n')}\n`);
  }

  /** What comes next begins on a line of its own. */
  end(): void {
    this.#line.end();
  }

  #cut(cut: Cut): void {
    if (this.#json) this.#object('cut', cutFigures(cut));
    else this.#line.line(cutText(cut, this.#params!.rateHz, this.#paint));
  }

  #object(event: string, members: object): void {
    const head = { schema: 'alsa-mmap.stream/1', command: this.#command, event };
    process.stdout.write(`${jsonLine({ ...head, ...members })}\n`);
  }
}
