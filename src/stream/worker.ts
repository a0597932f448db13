import { mapStream } from '../core/map-stream.js';
/** Entry of a stream's thread: opens the device, runs the loop, and posts how it ended. */

import { parentPort, workerData } from 'node:worker_threads';
import { MmapCapture } from '../core/mmap-capture.js';
import type { MmapIO } from '../core/mmap-io.js';
import type { MmapPlayback } from '../core/mmap-playback.js';
import { openDevice } from '../device/open.js';
import { bytesPerFrame } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { ownThreadId } from '../runtime/own-thread-id.js';
import { acquirePrivileges } from '../runtime/thread-privileges.js';
import { FifoSource } from './fifo-source.js';
import { FrameFifo } from './frame-fifo.js';
import { LossLog } from './loss-log.js';
import { Player } from './player.js';
import { Recorder } from './recorder.js';
import { SineWriter } from './sine-writer.js';
import { StreamCounters } from './stream-counters.js';
import type { LoopOptions } from './stream-loop.js';
import type { OpenedStream, StreamJob, StreamMemory } from './stream-thread.js';
import { failedMessage, type ThreadMessage } from './thread-messages.js';
import { warmUp } from './warm-up.js';

const job: StreamJob & StreamMemory = workerData;
const privileges = acquirePrivileges(job.privileges ?? {});
const options: LoopOptions = {
  counters: new StreamCounters(job.counters),
  losses: new LossLog(job.losses),
  onXrun: job.onXrun,
};

function post(message: ThreadMessage<OpenedStream, void>): void {
  parentPort?.postMessage(message);
}

function postOpened(device: PcmDevice, io: MmapIO, fifo?: FrameFifo): void {
  const opened: OpenedStream = {
    identity: device.identity,
    params: device.params,
    paths: { status: io.status.path, control: io.control.path },
    grants: privileges.grants,
    tid: ownThreadId(),
    fifo: fifo?.buffer,
    losses: job.losses,
  };
  post({ kind: 'opened', opened });
}

function totalFrames({ params }: PcmDevice): number {
  return Math.max(1, Math.round(job.durationSeconds * params.rateHz));
}

/** At least two rings: one cycle may move a whole ring. */
function allocateFifo(seconds: number, { params }: PcmDevice): FrameFifo {
  const capacity = Math.max(Math.ceil(seconds * params.rateHz), 2 * params.bufferSize);
  return FrameFifo.allocate(capacity, bytesPerFrame(params));
}

/** Runs the job's loop. */
function runLoop(
  device: PcmDevice,
  io: MmapPlayback | MmapCapture,
  fifo: FrameFifo,
  options: LoopOptions,
): void {
  const frames = totalFrames(device);
  if (io instanceof MmapCapture) {
    new Recorder(device, io, fifo, frames, options).run();
    return;
  }
  const source =
    job.kind === 'play-sine'
      ? new SineWriter(io, job.freqHz, job.levelDbfs, frames)
      : new FifoSource(fifo, frames);
  new Player(device, io, source, options).run();
}

function runStream(device: PcmDevice): void {
  const io = mapStream(device, job);
  try {
    warmUp(device, io, (standIn, fifo, options) =>
      runLoop(standIn, mapStream(standIn, job), fifo, options),
    );
    const fifo = allocateFifo(job.kind === 'play-sine' ? 0 : job.fifoSeconds, device);
    postOpened(device, io, job.kind === 'play-sine' ? undefined : fifo);
    runLoop(device, io, fifo, options);
  } finally {
    io.close();
  }
}

try {
  const device = await openDevice(job.device, {
    ...job.request,
    ...(job.onXrun === 'free-run' ? { stopThreshold: 'never' as const, autoSilence: true } : {}),
  });
  try {
    runStream(device);
  } finally {
    device.close();
  }
  post({ kind: 'ended', result: undefined });
} catch (error) {
  post(failedMessage(error));
} finally {
  privileges.release();
}
