import { terminalColumns } from '../../report/terminal.js';
import { type OutputValues, outputMode } from '../options/common.js';
import { watchSignals } from '../signals.js';
import { chalkFor } from '../text/colors.js';
import { jsonLine } from '../text/printable.js';
import { Screen } from '../text/screen.js';
import { isTerminal } from '../text/standard-streams.js';
import { writeOutput } from '../text/terminal-output.js';
import { TOP_COLUMNS, topDocument, topRows } from './document.js';
import type { TopStream } from './stream.js';
import { topTable } from './table.js';
import type { TopView } from './view.js';

/** Columns of a table that does not go to a terminal. */
const PLAIN_COLUMNS = 120;

/** Streams at one time. */
export interface Reading {
  readonly streams: readonly TopStream[];
  /** The time, for people. */
  readonly time: string;
}

/** Source of the readings. */
export interface ReadingSource {
  /** Returns the reading of the next interval; undefined after the last. */
  next(): Reading | undefined;
  /** Handles a key; returns the reading to show, if it is another. */
  press(key: string): Reading | undefined;
  /** Help for those keys. */
  readonly keys: string;
}

type LiveValues = OutputValues & { readonly interval: number };

/**
 * Shows a reading per interval, until a signal or `q`: on a terminal as a screen, elsewhere as
 * tables or documents, up to the last reading.
 * @returns the exit code
 */
export async function showLive(
  source: ReadingSource,
  view: TopView,
  values: LiveValues,
): Promise<number> {
  const canDraw = isTerminal(1) && process.env['TERM'] !== 'dumb';
  const signals = watchSignals();
  const show =
    outputMode(values) === 'text' && canDraw
      ? new TopScreen(source, view, values, signals.stop)
      : new PlainReadings(source, view, values, signals.stop);
  try {
    while (!signals.abortSignal.aborted) {
      show.refresh();
      await signals.sleep(values.interval * 1000);
    }
    return signals.exitCode ?? 0;
  } finally {
    show.close();
    signals.close();
  }
}

/**
 * Prints the streams as a table or a document.
 * @param isFirst false if the names of the TSV columns were printed before
 */
export function printStreams(
  streams: readonly TopStream[],
  view: TopView,
  values: OutputValues,
  isFirst = true,
): void {
  const mode = outputMode(values);
  if (mode === 'quiet') return;
  const shown = view.select(streams);
  const lines = {
    json: () => [jsonLine(topDocument(shown))],
    tsv: () => [...(isFirst ? [TOP_COLUMNS.join('\t')] : []), ...topRows(shown)],
    text: () => [plainText(shown, values)],
  }[mode]();
  for (const line of lines) writeOutput(`${line}\n`);
}

function plainText(streams: readonly TopStream[], values: OutputValues): string {
  if (streams.length === 0) return 'no PCM stream is open';
  const columns = terminalColumns() ?? PLAIN_COLUMNS;
  return topTable(streams, columns, chalkFor(values)).join('\n');
}

/** Readings on the whole terminal. */
class TopScreen {
  readonly #source: ReadingSource;
  readonly #view: TopView;
  readonly #values: OutputValues;
  readonly #screen: Screen;
  #reading: Reading | undefined;

  constructor(source: ReadingSource, view: TopView, values: OutputValues, stop: () => void) {
    this.#source = source;
    this.#view = view;
    this.#values = values;
    this.#screen = new Screen((key) => (key === 'q' ? stop() : this.#press(key)));
  }

  refresh(): void {
    this.#reading = this.#source.next() ?? this.#reading;
    this.#draw();
  }

  close(): void {
    this.#screen.close();
  }

  #press(key: string): void {
    this.#view.press(key);
    this.#reading = this.#source.press(key) ?? this.#reading;
    this.#draw();
  }

  #draw(): void {
    if (this.#reading === undefined) return;
    const { streams, time } = this.#reading;
    const [columns] = this.#screen.size;
    const head = { time, keys: this.#source.keys };
    this.#screen.draw(this.#view.lines(streams, head, columns, chalkFor(this.#values)));
  }
}

/** Readings one after the other. */
class PlainReadings {
  readonly #source: ReadingSource;
  readonly #view: TopView;
  readonly #values: OutputValues;
  readonly #stop: () => void;
  #isFirst = true;

  constructor(source: ReadingSource, view: TopView, values: OutputValues, stop: () => void) {
    this.#source = source;
    this.#view = view;
    this.#values = values;
    this.#stop = stop;
  }

  refresh(): void {
    const reading = this.#source.next();
    if (reading === undefined) this.#stop();
    else printStreams(reading.streams, this.#view, this.#values, this.#isFirst);
    this.#isFirst = false;
  }

  close(): void {}
}
