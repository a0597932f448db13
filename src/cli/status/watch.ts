import type { ChalkInstance } from 'chalk';
import { deviceError } from '../../device/errors.js';
import type { Unreadable } from '../../observe/owner-access.js';
import { StopCounter } from '../../observe/stop-counter.js';
import { XrunCounter } from '../../observe/xrun-counter.js';
import { type OutputValues, outputMode } from '../options/common.js';
import { watchSignals } from '../signals.js';
import { chalkFor } from '../text/colors.js';
import { LiveLine } from '../text/live-line.js';
import { jsonLine } from '../text/printable.js';
import { Screen } from '../text/screen.js';
import { writeOutput } from '../text/terminal-output.js';
import { tsvRow } from '../text/tsv.js';
import { STATUS_COLUMNS, statusDocument } from './document.js';
import { WatchHistory } from './history.js';
import { watchLines } from './screen-lines.js';
import { statusLine, statusText } from './text.js';
import type { ReadStatus, StatusView } from './view.js';

/**
 * `status --watch`: on a terminal a screen, redrawn per snapshot; elsewhere the whole status once,
 * then one line per snapshot; with --json one document per line, with --tsv one row.
 * @param values `interval` in seconds; `count` snapshots at most
 * @returns the exit code of the signal that ended it; 0 after q, after the last snapshot, or if the
 *   owner closed the stream
 * @throws DISCONNECTED if the device is removed
 */
export async function watchStatus(
  read: ReadStatus,
  values: OutputValues & { readonly interval: number; readonly count: number | undefined },
): Promise<number> {
  const signals = watchSignals();
  const printer = createPrinter(values, signals.stop);
  let view: StatusView | undefined;
  let history: WatchHistory | undefined;
  try {
    for (let shown = 1; !signals.abortSignal.aborted; shown++) {
      view = read(view);
      if (view === undefined) return 0;
      history ??= new WatchHistory(counterOf(view));
      history.add(view, performance.now());
      printer.print(view, history);
      if (view.state === 'DISCONNECTED') {
        throw deviceError('DISCONNECTED', view.device.name, 'device disconnected');
      }
      if (shown === values.count) return 0;
      await signals.sleep(values.interval * 1000);
    }
    return signals.exitCode ?? 0;
  } finally {
    printer.end();
    history?.counter.close();
    signals.close();
  }
}

const OWN_STREAM: Unreadable = { errno: 'none', reason: 'it is the own stream' };

type Print = (view: StatusView, history: WatchHistory) => void;

interface StatusPrinter {
  readonly print: Print;
  end(): void;
}

function createPrinter(values: OutputValues, stop: () => void): StatusPrinter {
  const display = new LiveLine(process.stdout);
  const mode = outputMode(values);
  if (mode === 'json') {
    const line: Print = (...words) => display.writeLine(jsonLine(statusDocument(...words)));
    return { print: line, end: () => {} };
  }
  if (mode === 'tsv') {
    display.writeLine(STATUS_COLUMNS.join('\t'));
    const row: Print = (...words) =>
      display.writeLine(tsvRow(STATUS_COLUMNS, statusDocument(...words)));
    return { print: row, end: () => {} };
  }
  if (mode === 'quiet') return { print: () => {}, end: () => {} };
  if (display.canRedraw) return new ScreenPrinter(values, stop);
  const paint = chalkFor(values);
  let first = true;
  return {
    print(view) {
      display.writeLine(first ? statusText(view, paint, values.verbose) : statusLine(view, paint));
      first = false;
    },
    end: () => {},
  };
}

/** The whole terminal; at the end the last snapshot stays as a line. */
class ScreenPrinter implements StatusPrinter {
  readonly #paint: ChalkInstance;
  readonly #screen: Screen;
  #last: StatusView | undefined;

  constructor(values: OutputValues, stop: () => void) {
    this.#paint = chalkFor(values);
    this.#screen = new Screen((key) => {
      if (key === 'q') stop();
    });
  }

  print(view: StatusView, history: WatchHistory): void {
    this.#last = view;
    const [columns] = this.#screen.size;
    const now = { columns, nowMs: performance.now() };
    this.#screen.draw(watchLines(view, history, now, this.#paint));
  }

  end(): void {
    this.#screen.close();
    if (this.#last !== undefined) writeOutput(`${statusLine(this.#last, this.#paint)}\n`);
  }
}

function counterOf({ device, direction, isForeign }: StatusView): XrunCounter {
  const { card, subdevice } = device;
  const id = { card, device: device.device, subdevice, direction };
  return new XrunCounter(isForeign ? StopCounter.open(id) : OWN_STREAM);
}
