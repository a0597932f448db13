import { setTimeout as sleep } from 'node:timers/promises';
import type { MmapIO } from '../../core/mmap-io.js';
import { Snapshot } from '../../core/snapshot.js';
import { AlsaMmapError } from '../../device/errors.js';
import type { PcmDevice } from '../../device/pcm-device.js';
import { PcmState } from '../../device/state.js';
import type { Values } from '../command.js';
import { watchSignals } from '../signals.js';
import { LiveLine } from '../text/live-line.js';
import { painter } from '../text/paint.js';
import { jsonLine } from '../text/printable.js';
import { statusDocument } from './document.js';
import { statusLine, statusText } from './text.js';

const DEFAULT_INTERVAL_S = 1;

/**
 * `status --watch`: the whole status once, then a line a look, redrawn in its place on a terminal;
 * with --json a document a line.
 * @returns the exit code, when a signal came
 * @throws DISCONNECTED when the device went away
 */
export async function watchStatus(device: PcmDevice, io: MmapIO, values: Values): Promise<number> {
  const intervalS = (values['interval'] as number | undefined) ?? DEFAULT_INTERVAL_S;
  const { name } = device.identity;
  const signals = watchSignals();
  const show = shower(device, io, values);
  const snapshot = new Snapshot();
  try {
    while (signals.exitCode === undefined) {
      show.look(io.snapshot(snapshot));
      if (snapshot.state === PcmState.DISCONNECTED) {
        throw new AlsaMmapError('DISCONNECTED', `${name}: the device went away`, { device: name });
      }
      await sleep(intervalS * 1000, undefined, { signal: signals.aborted }).catch(() => {});
    }
    return signals.exitCode;
  } finally {
    show.end();
    signals.close();
  }
}

interface Shower {
  look(snapshot: Snapshot): void;
  end(): void;
}

function shower(device: PcmDevice, io: MmapIO, values: Values): Shower {
  const display = new LiveLine(process.stdout);
  if (values['json'] === true) {
    return {
      look: (snapshot) => display.line(jsonLine(statusDocument(device, io, snapshot))),
      end: () => {},
    };
  }
  if (values['quiet'] === true) return { look: () => {}, end: () => {} };
  const paint = painter(values);
  let first = true;
  return {
    look(snapshot) {
      if (first) {
        display.line(statusText(device, io, snapshot, paint, values['verbose'] === true));
      } else {
        const line = statusLine(device.params, snapshot, paint);
        if (display.live) display.redraw(line);
        else display.line(line);
      }
      first = false;
    },
    end: () => display.end(),
  };
}
