import type { ChalkInstance } from 'chalk';
import { PcmState, stateName } from '../../device/pcm-state.js';
import { formatRows } from '../../report/text-rows.js';
import type { LossEvent } from '../../stream/loss.js';
import type { StreamCounters } from '../../stream/stream-counters.js';
import type { OpenedStream } from '../../stream/stream-thread.js';
import { runContext } from '../document-head.js';
import type { OutputValues } from '../options/common.js';
import { paramsDocument } from '../status/document.js';
import { chalkFor, colorStateName } from '../text/colors.js';
import { LiveLine } from '../text/live-line.js';
import { jsonLine, printable } from '../text/printable.js';
import { type TextOutput, textOutput, writeOutput } from '../text/terminal-output.js';
import { countersDocument, totalRows } from './counters-report.js';
import {
  lossDocument,
  lossText,
  type StreamParams,
  truncationDocument,
  truncationText,
} from './loss-report.js';
import type { Notice, ProgressDetail, StreamClient, StreamSummary } from './stream-client.js';
import { openedLines, progressText } from './text.js';

const NO_DETAIL: ProgressDetail = { fields: {}, text: '', render: () => '' };
const REDRAW_INTERVAL_MS = 100;
/** Slightly below a second, so that a cycle that comes early still prints its line. */
const LINE_INTERVAL_MS = 950;

/**
 * Progress of a running stream: on a terminal one line that is redrawn, elsewhere one line per
 * second, both on stderr; with --json one object per line on stdout (schema `alsa-mmap.stream/1`).
 */
export class StreamDisplay {
  readonly #command: string;
  readonly #client: StreamClient;
  readonly #values: OutputValues;
  readonly #output = new LiveLine(process.stderr);
  readonly #chalk: ChalkInstance;
  /** Destination of the totals. */
  readonly #totalsOutput: TextOutput;
  readonly #totalsChalk: ChalkInstance;
  #params: StreamParams | undefined;
  #lastShownMs = 0;

  constructor(command: string, client: StreamClient, values: OutputValues) {
    this.#command = command;
    this.#client = client;
    this.#values = values;
    this.#chalk = chalkFor(values, process.stderr);
    const totals = client.writesToStdout === true ? process.stderr : process.stdout;
    this.#totalsOutput = textOutput(totals);
    this.#totalsChalk = chalkFor(values, totals);
  }

  /** True if a line is redrawn on a terminal. */
  get isLive(): boolean {
    return this.#output.canRedraw && !this.#values.json && !this.#values.quiet;
  }

  showOpened(opened: OpenedStream): void {
    const { identity, params, paths, grants } = opened;
    const { fields, text } = this.#client.openedDetail?.() ?? NO_DETAIL;
    const members = { device: identity, params: paramsDocument(params), paths, grants, ...fields };
    const subject = printable(`${this.#client.subject}${text}`);
    this.showHead(params, members, openedLines(opened, subject, this.#values, this.#chalk));
  }

  /** Shows the stream: members of the event `opened`, or lines of text. */
  showHead(params: StreamParams, members: object, lines: readonly string[]): void {
    this.#params = params;
    this.#lastShownMs = performance.now();
    if (this.#values.json) this.#writeEvent('opened', { ...runContext(), ...members });
    else for (const line of lines) this.#output.writeLine(line);
  }

  /** Shows the progress, with the client's details, if its interval has passed. */
  showProgress(counters: StreamCounters): void {
    // The counters read OPEN until the stream publishes its first snapshot.
    const unpublished = counters.get('state') === PcmState.OPEN;
    if (this.#values.quiet || unpublished || !counters.active) return;
    const { isLive } = this;
    const nowMs = performance.now();
    if (nowMs - this.#lastShownMs < (isLive ? REDRAW_INTERVAL_MS : LINE_INTERVAL_MS)) return;
    this.#lastShownMs = nowMs;
    const { fields, text, render } = this.#client.progressDetail?.() ?? NO_DETAIL;
    if (this.#values.json) {
      this.#writeEvent('progress', { ...countersDocument(counters), ...fields });
      return;
    }
    const state = colorStateName(stateName(counters.get('state')), this.#chalk);
    const line = progressText(state, counters, this.#params!);
    if (!isLive) {
      this.#output.writeLine(text === '' ? line.full : `${line.full}  ${text}`);
      return;
    }
    const room = this.#output.width - line.shortWidth - 2;
    const detailText = render(room, this.#chalk);
    this.#output.redraw(detailText === '' ? line.full : `${line.short}  ${detailText}`);
  }

  /** Reports a loss; with --quiet, too. */
  showLoss(loss: LossEvent): void {
    const text = this.#client.lossText?.(loss) ?? lossText(loss, this.#params!, this.#chalk);
    this.#show(loss.kind, lossDocument(loss), text);
  }

  /** Shows the client's own events; with --quiet only problems. */
  showNotices(): void {
    for (const notice of this.#client.takeNotices?.() ?? []) this.showNotice(notice);
  }

  showNotice({ event, fields, text, isProblem }: Notice): void {
    if (isProblem || !this.#values.quiet || this.#values.json) this.#show(event, fields, text);
  }

  showTotals(counters: StreamCounters, summary: StreamSummary): void {
    const { truncation } = summary;
    if (truncation !== undefined) {
      const text = truncationText(truncation, this.#params!, this.#chalk);
      this.#show('truncated', truncationDocument(truncation), text);
    }
    if (this.#values.json) {
      this.#writeEvent('totals', { ...countersDocument(counters), ...summary.fields });
      return;
    }
    this.end();
    if (this.#values.quiet) return;
    const rows = totalRows(counters, this.#params!.rateHz, this.#client, summary);
    this.#totalsOutput.write(`${formatRows(rows, this.#totalsChalk).join('\n')}\n`);
  }

  /** Ends the redrawn line, so that further output starts on a new one. */
  end(): void {
    this.#output.end();
  }

  #show(event: string, members: object, text: string): void {
    if (this.#values.json) this.#writeEvent(event, members);
    else this.#output.writeLine(text);
  }

  #writeEvent(event: string, members: object): void {
    const head = { schema: 'alsa-mmap.stream/1', command: this.#command, event };
    writeOutput(`${jsonLine({ ...head, ...members })}\n`);
  }
}
