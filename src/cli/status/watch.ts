import { setTimeout as sleep } from 'node:timers/promises';
import { AlsaMmapError } from '../../device/errors.js';
import { type OutputValues, outputMode } from '../options/common.js';
import { watchSignals } from '../signals.js';
import { chalkFor } from '../text/colors.js';
import { LiveLine } from '../text/live-line.js';
import { jsonLine } from '../text/printable.js';
import { statusDocument } from './document.js';
import { statusLine, statusText } from './text.js';
import type { ReadStatus, StatusView } from './view.js';

/**
 * `status --watch`: prints the whole status once, then one line per snapshot, redrawn in place on a
 * terminal; with --json one document per line.
 * @param values `interval` in seconds
 * @returns the exit code of the signal that ended it; 0 if the owner closed the stream
 * @throws DISCONNECTED if the device is removed
 */
export async function watchStatus(
  read: ReadStatus,
  values: OutputValues & { readonly interval: number },
): Promise<number> {
  const signals = watchSignals();
  const printer = createPrinter(values);
  let view: StatusView | undefined;
  try {
    while (signals.exitCode === undefined) {
      view = read(view);
      if (view === undefined) return 0;
      printer.print(view);
      if (view.state === 'DISCONNECTED') {
        const { name } = view.device;
        throw new AlsaMmapError('DISCONNECTED', `${name}: device disconnected`, { device: name });
      }
      await sleep(values.interval * 1000, undefined, { signal: signals.abortSignal }).catch(
        () => {},
      );
    }
    return signals.exitCode;
  } finally {
    printer.end();
    signals.close();
  }
}

interface StatusPrinter {
  print(view: StatusView): void;
  end(): void;
}

function createPrinter(values: OutputValues): StatusPrinter {
  const display = new LiveLine(process.stdout);
  const mode = outputMode(values);
  if (mode === 'json') {
    return { print: (view) => display.writeLine(jsonLine(statusDocument(view))), end: () => {} };
  }
  if (mode === 'quiet') return { print: () => {}, end: () => {} };
  const paint = chalkFor(values);
  let first = true;
  return {
    print(view) {
      if (first) {
        first = false;
        display.writeLine(statusText(view, paint, values.verbose));
      } else {
        const line = statusLine(view, paint);
        if (display.canRedraw) display.redraw(line);
        else display.writeLine(line);
      }
    },
    end: () => display.end(),
  };
}
