import { setTimeout as sleep } from 'node:timers/promises';
import type { MmapIO } from '../../core/mmap-io.js';
import { Snapshot } from '../../core/snapshot.js';
import { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PcmState } from '../../device/pcm-state.js';
import type { OptionValues } from '../command.js';
import { watchSignals } from '../signals.js';
import { chalkFor } from '../text/colors.js';
import { LiveLine } from '../text/live-line.js';
import { jsonLine } from '../text/printable.js';
import { statusDocument } from './document.js';
import { statusLine, statusText } from './text.js';

const DEFAULT_INTERVAL_SECONDS = 1;

/**
 * `status --watch`: the whole status once, then a line a look, redrawn in its place on a terminal;
 * with --json a document a line.
 * @returns the exit code, when a signal came
 * @throws DISCONNECTED when the device went away
 */
export async function watchStatus(
  device: PcmDevice,
  io: MmapIO,
  values: OptionValues,
): Promise<number> {
  const intervalS = (values['interval'] as number | undefined) ?? DEFAULT_INTERVAL_SECONDS;
  const { name } = device.identity;
  const signals = watchSignals();
  const show = createPrinter(device, io, values);
  const snapshot = new Snapshot();
  try {
    while (signals.exitCode === undefined) {
      show.print(io.snapshot(snapshot));
      if (snapshot.state === PcmState.DISCONNECTED) {
        throw new AlsaMmapError('DISCONNECTED', `${name}: the device went away`, { device: name });
      }
      await sleep(intervalS * 1000, undefined, { signal: signals.abortSignal }).catch(() => {});
    }
    return signals.exitCode;
  } finally {
    show.end();
    signals.close();
  }
}

interface StatusPrinter {
  print(snapshot: Snapshot): void;
  end(): void;
}

function createPrinter(device: PcmDevice, io: MmapIO, values: OptionValues): StatusPrinter {
  const display = new LiveLine(process.stdout);
  if (values['json'] === true) {
    return {
      print: (snapshot) => display.writeLine(jsonLine(statusDocument(device, io, snapshot))),
      end: () => {},
    };
  }
  if (values['quiet'] === true) return { print: () => {}, end: () => {} };
  const paint = chalkFor(values);
  let first = true;
  return {
    print(snapshot) {
      if (first) {
        display.writeLine(statusText(device, io, snapshot, paint, values['verbose'] === true));
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
