import { setTimeout as sleep } from 'node:timers/promises';
import type { MmapIO } from '../../core/mmap-io.js';
import { Snapshot } from '../../core/snapshot.js';
import { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PcmState } from '../../device/pcm-state.js';
import { type OutputValues, outputMode } from '../options/common.js';
import { watchSignals } from '../signals.js';
import { chalkFor } from '../text/colors.js';
import { LiveLine } from '../text/live-line.js';
import { jsonLine } from '../text/printable.js';
import { statusDocument } from './document.js';
import { statusLine, statusText } from './text.js';

/**
 * `status --watch`: prints the whole status once, then one line per snapshot, redrawn in place on a
 * terminal; with --json one document per line.
 * @param values `interval` in seconds
 * @returns the exit code of the signal that ended it
 * @throws DISCONNECTED if the device is removed
 */
export async function watchStatus(
  device: PcmDevice,
  io: MmapIO,
  values: OutputValues & { readonly interval: number },
): Promise<number> {
  const { name } = device.identity;
  const signals = watchSignals();
  const printer = createPrinter(device, io, values);
  const snapshot = new Snapshot();
  try {
    while (signals.exitCode === undefined) {
      printer.print(io.snapshot(snapshot));
      if (snapshot.state === PcmState.DISCONNECTED) {
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
  print(snapshot: Snapshot): void;
  end(): void;
}

function createPrinter(device: PcmDevice, io: MmapIO, values: OutputValues): StatusPrinter {
  const display = new LiveLine(process.stdout);
  const mode = outputMode(values);
  if (mode === 'json') {
    return {
      print: (snapshot) => display.writeLine(jsonLine(statusDocument(device, io, snapshot))),
      end: () => {},
    };
  }
  if (mode === 'quiet') return { print: () => {}, end: () => {} };
  const paint = chalkFor(values);
  let first = true;
  return {
    print(snapshot) {
      if (first) {
        display.writeLine(statusText(device, io, snapshot, paint, values.verbose));
      } else {
        const line = statusLine(device.params, snapshot, paint);
        if (display.canRedraw) display.redraw(line);
        else display.writeLine(line);
      }
      first = false;
    },
    end: () => display.end(),
  };
}
