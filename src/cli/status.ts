import { setTimeout as sleep } from 'node:timers/promises';
import { MmapCapture } from '../core/mmap-capture.js';
import type { MmapIO } from '../core/mmap-io.js';
import { MmapPlayback } from '../core/mmap-playback.js';
import { Snapshot } from '../core/snapshot.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { PcmState } from '../device/state.js';
import type { CommandSpec, Values } from './command.js';
import { DEVICE_OPTIONS, DIRECTION_OPTIONS, number, OUTPUT_OPTIONS } from './options.js';
import { painter } from './paint.js';
import { openAsked } from './request.js';
import { watchSignals } from './signals.js';
import { statusDocument } from './status-document.js';
import { statusLine, statusText } from './status-text.js';

const DEFAULT_INTERVAL_S = 1;

export const status: CommandSpec = {
  name: 'status',
  summary: 'One look at a stream: state, pointers, avail, timestamps, and how each is reached',
  positionals: [{ name: 'DEVICE', describe: 'such as hw:1 or sim', required: false }],
  options: {
    ...DEVICE_OPTIONS,
    ...DIRECTION_OPTIONS,
    start: { describe: 'start the stream first (playback: silence), so that the pointers move' },
    watch: { describe: 'look again and again, until Ctrl-C' },
    interval: {
      value: 'SECONDS',
      describe: 'between two looks with --watch; 1',
      takes: 'seconds from 0.001',
      read: number(0.001, 86_400),
    },
    ...OUTPUT_OPTIONS,
  },
  run,
};

async function run(values: Values): Promise<number> {
  const start = values['start'] === true;
  const device = await openAsked(values, start ? { stopThreshold: 'never' } : {});
  try {
    const options = { syncPtr: values['sync-ptr'] === true };
    const io =
      device.params.direction === 'playback'
        ? new MmapPlayback(device, options)
        : new MmapCapture(device, options);
    try {
      if (start) startSilently(device, io);
      if (values['watch'] === true) return await watch(device, io, values);
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
    // One period stays free, so that the first interrupt is something to wait for.
    io.commit(frames - Math.min(frames, device.params.periodSize));
  }
  device.start();
}

async function watch(device: PcmDevice, io: MmapIO, values: Values): Promise<number> {
  const intervalS = (values['interval'] as number | undefined) ?? DEFAULT_INTERVAL_S;
  const signals = watchSignals();
  let first = true;
  try {
    while (signals.exitCode === undefined) {
      const snapshot = io.snapshot(new Snapshot());
      if (values['json'] === true) writeLine(JSON.stringify(statusDocument(device, io, snapshot)));
      else if (first) writeLine(statusText(device, io, snapshot, painter(values)));
      else writeLine(statusLine(snapshot));
      first = false;
      if (snapshot.state === PcmState.DISCONNECTED) break;
      await sleep(intervalS * 1000, undefined, { signal: signals.aborted }).catch(() => {});
    }
    return signals.exitCode ?? 8;
  } finally {
    signals.close();
  }
}

function print(device: PcmDevice, io: MmapIO, values: Values): void {
  const snapshot = io.snapshot(new Snapshot());
  writeLine(
    values['json'] === true
      ? JSON.stringify(statusDocument(device, io, snapshot))
      : statusText(device, io, snapshot, painter(values)),
  );
}

function writeLine(text: string): void {
  process.stdout.write(`${text}\n`);
}
