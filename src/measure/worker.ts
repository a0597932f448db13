/** The thread of a measurement: opens the device, runs the experiment, and tells what it found. */

import { parentPort, workerData } from 'node:worker_threads';
import { openDevice } from '../device/open.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { type Privileges, takePrivileges } from '../device/thread-privileges.js';
import { errorMessage } from '../stream/stream-message.js';
import { EXPERIMENTS } from './experiments.js';
import { FreeStream } from './free-stream.js';
import type { MeasureEnded, MeasureJob, MeasureMessage } from './job.js';
import { THREAD_TIME } from './measure-time.js';
import { MeasureProgress } from './progress.js';

function tell(message: MeasureMessage, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function measureOn(device: PcmDevice, job: MeasureJob, { grants }: Privileges): MeasureEnded {
  const stream = new FreeStream(device, job);
  try {
    const { identity, params } = device;
    const paths = { status: stream.io.status.path, control: stream.io.control.path };
    tell({ kind: 'opened', identity, params, paths, grants });
    const progress = new MeasureProgress(job.progress);
    const task = { stream, plan: job.plan, progress, time: THREAD_TIME };
    return { kind: 'ended', measured: EXPERIMENTS[job.experiment].run(task) };
  } finally {
    stream.close();
  }
}

async function run(job: MeasureJob): Promise<void> {
  const privileges = takePrivileges(job.privileges);
  try {
    const device = await openDevice(job.device, { ...job.request, stopThreshold: 'never' });
    let ended: MeasureEnded;
    try {
      ended = measureOn(device, job, privileges);
    } finally {
      device.close();
    }
    tell(
      ended,
      Object.values(ended.measured.raw).map(({ buffer }) => buffer as ArrayBuffer),
    );
  } catch (error) {
    tell(errorMessage(error));
  } finally {
    privileges.release();
  }
}

await run(workerData as MeasureJob);
