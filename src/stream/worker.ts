/** The thread of a stream: opens the device, runs the loop, and tells how it ended. */

import { parentPort, workerData } from 'node:worker_threads';
import { MmapCapture } from '../core/mmap-capture.js';
import type { MmapIO } from '../core/mmap-io.js';
import { MmapPlayback } from '../core/mmap-playback.js';
import { openDevice } from '../device/open.js';
import { bytesPerFrame } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { takePrivileges } from '../device/thread-privileges.js';
import { compileSoon } from './compile-budget.js';
import { FifoSource } from './fifo-source.js';
import { FrameFifo } from './frame-fifo.js';
import type { StreamJob } from './job.js';
import { LossLog } from './loss-log.js';
import { Player } from './player.js';
import { Recorder } from './recorder.js';
import { rehearse } from './rehearsal.js';
import { SineWriter } from './sine-writer.js';
import { StreamCounters } from './stream-counters.js';
import type { LoopOptions } from './stream-loop.js';
import { errorMessage, type StreamMessage } from './stream-message.js';

const job = workerData as StreamJob;
const privileges = takePrivileges(job.privileges ?? {});
const options: LoopOptions = {
  counters: new StreamCounters(job.counters),
  losses: new LossLog(job.losses),
  onXrun: job.onXrun,
};

function tell(message: StreamMessage): void {
  parentPort?.postMessage(message);
}

function opened(device: PcmDevice, io: MmapIO, fifo?: FrameFifo): void {
  tell({
    kind: 'opened',
    identity: device.identity,
    params: device.params,
    paths: { status: io.status.path, control: io.control.path },
    grants: privileges.grants,
    fifo: fifo?.buffer,
    losses: job.losses,
  });
}

function totalFrames({ params }: PcmDevice): number {
  return Math.max(1, Math.round(job.durationSeconds * params.rateHz));
}

/** Never smaller than what one turn of the loop may bring. */
function allocateFifo(seconds: number, { params }: PcmDevice): FrameFifo {
  const capacity = Math.max(Math.ceil(seconds * params.rateHz), 2 * params.bufferSize);
  return FrameFifo.allocate(capacity, bytesPerFrame(params));
}

function ioOn(device: PcmDevice): MmapIO {
  return job.kind === 'record' ? new MmapCapture(device, job) : new MmapPlayback(device, job);
}

/** Runs the loop that the job asks for. */
function run(device: PcmDevice, io: MmapIO, fifo: FrameFifo, options: LoopOptions): void {
  const total = totalFrames(device);
  if (job.kind === 'record') {
    new Recorder(device, io as MmapCapture, fifo, total, options).run();
    return;
  }
  const playback = io as MmapPlayback;
  const source =
    job.kind === 'play'
      ? new FifoSource(fifo, total)
      : new SineWriter(playback, job.freqHz, job.levelDbfs, total);
  new Player(device, playback, source, options).run();
}

function runOn(device: PcmDevice): void {
  const io = ioOn(device);
  try {
    if (job.compileSoon) compileSoon();
    rehearse(device, io, (standIn, fifo, options) => run(standIn, ioOn(standIn), fifo, options));
    const fifo = allocateFifo(job.kind === 'play-sine' ? 0 : job.fifoSeconds, device);
    opened(device, io, job.kind === 'play-sine' ? undefined : fifo);
    run(device, io, fifo, options);
  } finally {
    io.close();
  }
}

try {
  const device = await openDevice(job.device, {
    ...job.request,
    ...(job.onXrun === 'free-run' ? { stopThreshold: 'never' as const, silencePlayed: true } : {}),
  });
  try {
    runOn(device);
  } finally {
    device.close();
  }
  tell({ kind: 'ended' });
} catch (error) {
  tell(errorMessage(error));
} finally {
  privileges.release();
}
