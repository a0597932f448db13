/** The thread of a stream: opens the device, runs the loop, and tells how it ended. */

import { parentPort, workerData } from 'node:worker_threads';
import { MmapCapture } from '../core/mmap-capture.js';
import type { MmapIO } from '../core/mmap-io.js';
import { MmapPlayback } from '../core/mmap-playback.js';
import type { Grant } from '../device/grant.js';
import { openDevice } from '../device/open.js';
import { bytesPerFrame } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { takePrivileges } from '../device/thread-privileges.js';
import { FifoSource } from './fifo-source.js';
import { FrameFifo } from './frame-fifo.js';
import type { PlayJob, PlaySineJob, RecordJob, StreamJob } from './job.js';
import { Player, type PlaySource } from './player.js';
import { Recorder } from './recorder.js';
import { SineWriter } from './sine-writer.js';
import { StreamCounters } from './stream-counters.js';
import { errorMessage, type StreamMessage } from './stream-message.js';

function tell(message: StreamMessage): void {
  parentPort?.postMessage(message);
}

/** What the thread was given of what it asked. */
let grants: readonly Grant[] = [];

function opened(device: PcmDevice, io: MmapIO, fifo?: FrameFifo): void {
  tell({
    kind: 'opened',
    identity: device.identity,
    params: device.params,
    paths: { status: io.status.path, control: io.control.path },
    grants,
    fifo: fifo?.buffer,
  });
}

function totalFrames(job: StreamJob, device: PcmDevice): number {
  return Math.max(1, Math.round(job.durationSeconds * device.params.rateHz));
}

function sourceOf(job: PlayJob | PlaySineJob, device: PcmDevice, io: MmapPlayback): PlaySource {
  const total = totalFrames(job, device);
  if (job.kind === 'play-sine') return new SineWriter(io, job.freqHz, job.levelDbfs, total);
  return new FifoSource(
    new FrameFifo(job.fifo, bytesPerFrame(device.params)),
    Math.min(total, job.totalFrames),
  );
}

function play(job: PlayJob | PlaySineJob, device: PcmDevice, counters: StreamCounters): void {
  const io = new MmapPlayback(device, job);
  try {
    opened(device, io);
    const source = sourceOf(job, device, io);
    new Player(device, io, source, counters, (loss) => tell({ kind: 'loss', loss })).run();
  } finally {
    io.close();
  }
}

function record(job: RecordJob, device: PcmDevice, counters: StreamCounters): void {
  const io = new MmapCapture(device, job);
  try {
    const { rateHz, bufferSize } = device.params;
    const capacity = Math.max(Math.ceil(job.fifoSeconds * rateHz), 2 * bufferSize);
    const fifo = FrameFifo.allocate(capacity, bytesPerFrame(device.params));
    opened(device, io, fifo);
    const total = totalFrames(job, device);
    new Recorder(device, io, fifo, total, counters, (loss) => tell({ kind: 'loss', loss })).run();
  } finally {
    io.close();
  }
}

async function run(job: StreamJob): Promise<void> {
  const counters = new StreamCounters(job.counters);
  const privileges = takePrivileges(job.privileges ?? {});
  grants = privileges.grants;
  try {
    const device = await openDevice(job.device, job.request);
    try {
      if (job.kind === 'record') record(job, device, counters);
      else play(job, device, counters);
    } finally {
      device.close();
    }
    tell({ kind: 'ended' });
  } catch (error) {
    tell(errorMessage(error));
  } finally {
    privileges.release();
  }
}

await run(workerData as StreamJob);
