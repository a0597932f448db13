import { MmapCapture } from '../core/mmap-capture.js';
import type { MmapIO } from '../core/mmap-io.js';
import { MmapPlayback } from '../core/mmap-playback.js';
import { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { openFromOptions } from './device-from-options.js';
import {
  DEVICE_POSITIONAL,
  OPEN_OPTIONS,
  type OutputValues,
  outputMode,
} from './options/common.js';
import { defineCommand } from './options/parse.js';
import { duration } from './options/types.js';
import { statusDocument } from './status/document.js';
import { statusText } from './status/text.js';
import { chalkFor } from './text/colors.js';
import { jsonLine } from './text/printable.js';

export const status = defineCommand({
  name: 'status',
  positionals: { device: DEVICE_POSITIONAL },
  options: {
    ...OPEN_OPTIONS,
    start: {
      group: 'Measurement',
      type: 'flag',
      summary: 'start the stream first, so that the pointers move (playback: silence)',
    },
    watch: { group: 'Measurement', type: 'flag', summary: 'repeat until Ctrl-C' },
    interval: {
      group: 'Measurement',
      type: duration(0.001, 86_400),
      default: 1,
      defaultText: '1s',
      requires: 'watch',
      summary: 'time between two snapshots',
    },
  },
  examples: [
    { command: 'alsa-mmap status sim', summary: 'Try it without a sound card' },
    {
      command: 'alsa-mmap status hw:1 --start --watch --interval 100ms',
      summary: 'Start a stream and show its pointers ten times per second',
    },
  ],
  async run(values) {
    const { start, syncPtr } = values;
    const device = await openFromOptions(values, start ? { stopThreshold: 'never' } : {});
    try {
      const io =
        device.params.direction === 'playback'
          ? new MmapPlayback(device, { syncPtr })
          : new MmapCapture(device, { syncPtr });
      try {
        if (start) startSilently(device, io);
        if (values.watch) {
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
  },
});

/** Starts the stream without a sound. It does not stop at the end of the written frames. */
function startSilently(device: PcmDevice, io: MmapIO): void {
  if (io instanceof MmapPlayback) {
    let frames = 0;
    for (const region of io.dataPtr()) {
      region.fillSilence();
      frames += region.frames;
    }
    // A full ring makes wait() block until the first interrupt.
    io.commit(frames);
  }
  device.start();
}

function print(device: PcmDevice, io: MmapIO, values: OutputValues): void {
  const mode = outputMode(values);
  if (mode === 'quiet') return;
  const snapshot = io.snapshot(new Snapshot());
  const text =
    mode === 'json'
      ? jsonLine(statusDocument(device, io, snapshot))
      : statusText(device, io, snapshot, chalkFor(values), values.verbose);
  process.stdout.write(`${text}\n`);
}
