import { MmapCapture } from '../core/mmap-capture.js';
import type { MmapIO } from '../core/mmap-io.js';
import { MmapPlayback } from '../core/mmap-playback.js';
import { Snapshot } from '../core/snapshot.js';
import { AlsaMmapError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import type { CommandSpec, OptionValues } from './command.js';
import { openFromOptions } from './device-from-options.js';
import {
  DEVICE_OPTIONS,
  DEVICE_POSITIONAL,
  DIRECTION_OPTIONS,
  numberBetween,
  OUTPUT_OPTIONS,
} from './options.js';
import { statusDocument } from './status/document.js';
import { statusText } from './status/text.js';
import { chalkFor } from './text/colors.js';
import { jsonLine } from './text/printable.js';

export const status: CommandSpec = {
  name: 'status',
  summary: 'One look at a stream: state, pointers, avail, timestamps, and how each is reached',
  positionals: [DEVICE_POSITIONAL],
  options: {
    ...DEVICE_OPTIONS,
    ...DIRECTION_OPTIONS,
    start: { summary: 'start the stream first (playback: silence), so that the pointers move' },
    watch: { summary: 'look again and again, until Ctrl-C' },
    interval: {
      placeholder: 'SECONDS',
      summary: 'between two looks with --watch (default 1)',
      expects: 'seconds from 0.001 to 86400',
      parse: numberBetween(0.001, 86_400),
    },
    ...OUTPUT_OPTIONS,
  },
  run,
};

async function run(values: OptionValues): Promise<number> {
  if (values['interval'] !== undefined && values['watch'] !== true) {
    throw new AlsaMmapError('USAGE', '--interval is of no use without --watch');
  }
  const start = values['start'] === true;
  const device = await openFromOptions(values, start ? { stopThreshold: 'never' } : {});
  try {
    const options = { syncPtr: values['sync-ptr'] === true };
    const io =
      device.params.direction === 'playback'
        ? new MmapPlayback(device, options)
        : new MmapCapture(device, options);
    try {
      if (start) startSilently(device, io);
      if (values['watch'] === true) {
        const { watchStatus } = await import('./status/watch.js');
        return await watchStatus(device, io, values);
      }
      if (start) device.wait((2000 * device.params.periodSize) / device.params.rateHz);
      print(device, io, values);
      return 0;
    } finally {
      io.close();
    }
  } finally {
    device.close();
  }
}

/** Sets the pointers going without a sound; the stream is not stopped when it runs past its end. */
function startSilently(device: PcmDevice, io: MmapIO): void {
  if (io instanceof MmapPlayback) {
    let frames = 0;
    for (const region of io.dataPtr()) {
      region.fillSilence();
      frames += region.frames;
    }
    // The ring is full, so that the first interrupt is something to wait for.
    io.commit(frames);
  }
  device.start();
}

function print(device: PcmDevice, io: MmapIO, values: OptionValues): void {
  if (values['quiet'] === true && values['json'] !== true) return;
  const snapshot = io.snapshot(new Snapshot());
  const verbose = values['verbose'] === true;
  const text =
    values['json'] === true
      ? jsonLine(statusDocument(device, io, snapshot))
      : statusText(device, io, snapshot, chalkFor(values), verbose);
  process.stdout.write(`${text}\n`);
}
