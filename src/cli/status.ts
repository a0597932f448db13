import { mapStream } from '../core/map-stream.js';
import type { MmapIO } from '../core/mmap-io.js';
import { MmapPlayback } from '../core/mmap-playback.js';
import { Snapshot } from '../core/snapshot.js';
import { deviceError } from '../device/errors.js';
import type { PcmDevice } from '../device/pcm-device.js';
import type { OpenStream } from '../observe/sound-tree.js';
import { openFromOptions } from './device-from-options.js';
import {
  DEVICE_POSITIONAL,
  givenDirection,
  OBSERVE_OPTIONS,
  type ObserveValues,
  OPEN_OPTIONS,
  type OutputValues,
  outputMode,
  TSV_OPTION,
} from './options/common.js';
import { defineCommand } from './options/parse.js';
import { duration, integer } from './options/types.js';
import { STATUS_COLUMNS, statusDocument } from './status/document.js';
import { statusText } from './status/text.js';
import { ownView, type ReadStatus, type StatusView } from './status/view.js';
import { chalkFor } from './text/colors.js';
import { jsonLine } from './text/printable.js';
import { writeOutput } from './text/terminal-output.js';
import { tsvTable } from './text/tsv.js';

export const status = defineCommand({
  name: 'status',
  positionals: { device: DEVICE_POSITIONAL },
  options: {
    ...OPEN_OPTIONS,
    ...OBSERVE_OPTIONS,
    ...TSV_OPTION,
    syncPtr: { ...OPEN_OPTIONS.syncPtr, conflictsWith: ['pid', 'kernel', 'hold'] },
    start: {
      group: 'Measurement',
      type: 'flag',
      conflictsWith: ['pid', 'kernel', 'hold'],
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
    count: {
      group: 'Measurement',
      type: integer(1, 2 ** 31 - 1, 'N'),
      defaultText: 'until Ctrl-C',
      requires: 'watch',
      summary: 'end after N snapshots',
    },
  },
  examples: [
    { command: 'alsa-mmap status sim', summary: 'Try it without a sound card' },
    {
      command: 'alsa-mmap status hw:1 --start --watch --interval 100ms',
      summary: 'Start a stream and show its pointers ten times per second',
    },
    {
      command: 'alsa-mmap status --pid 1200 --watch --interval 100ms',
      summary: 'Watch the stream of another process',
    },
  ],
  async run(values) {
    if (values.pid !== undefined) {
      const { findForeign } = await import('./foreign/find-stream.js');
      return showForeign(findForeign(values), values);
    }
    let device: PcmDevice;
    try {
      device = await openFromOptions(values, values.start ? { stopThreshold: 'never' } : {});
    } catch (error) {
      const isOwn = values.start || values.syncPtr;
      if (isOwn) throw error;
      const { holderOf } = await import('./status/foreign.js');
      const stream = holderOf(error, givenDirection(values));
      if (stream === undefined) throw error;
      return showForeign(stream, values);
    }
    try {
      return await showOwn(device, values);
    } finally {
      device.close();
    }
  },
});

type StatusValues = OutputValues & {
  readonly watch: boolean;
  readonly interval: number;
  readonly count: number | undefined;
};

/** Time for the first period, also on a busy machine. */
const MIN_START_MS = 1000;

async function showOwn(
  device: PcmDevice,
  values: StatusValues & { readonly start: boolean; readonly syncPtr: boolean },
): Promise<number> {
  const { start, syncPtr, watch } = values;
  const io = mapStream(device, { syncPtr });
  const snapshot = new Snapshot();
  const read = (previous?: StatusView) => ownView(device, io, io.snapshot(snapshot), previous);
  try {
    if (start) startSilently(device, io);
    if (watch) return await watchStream(read, values);
    if (start) {
      const { periodSize, rateHz } = device.params;
      device.wait(Math.max((2000 * periodSize) / rateHz, MIN_START_MS));
    }
    print(read(), values);
    return 0;
  } finally {
    io.close();
  }
}

/** Shows a stream of another process: reads only. */
async function showForeign(
  stream: OpenStream,
  values: StatusValues & ObserveValues,
): Promise<number> {
  const { foreignReader } = await import('./status/foreign.js');
  const read = foreignReader(stream, values);
  if (values.watch) return watchStream(read, values);
  const view = read();
  if (view === undefined) {
    throw deviceError('BUSY', stream.name, 'its owner has just closed it; try again');
  }
  print(view, values);
  return 0;
}

async function watchStream(read: ReadStatus, values: StatusValues): Promise<number> {
  const { watchStatus } = await import('./status/watch.js');
  return watchStatus(read, values);
}

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

function print(view: StatusView, values: OutputValues): void {
  const mode = outputMode(values);
  if (mode === 'quiet') return;
  const text = {
    json: () => jsonLine(statusDocument(view)),
    tsv: () => tsvTable(STATUS_COLUMNS, [statusDocument(view)]),
    text: () => statusText(view, chalkFor(values), values.verbose),
  }[mode]();
  writeOutput(`${text}\n`);
}
