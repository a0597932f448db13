/** Thread of a measurement: runs the experiment and reports what it opened and measured. */

import { parentPort, workerData } from 'node:worker_threads';
import type { MmapOptions } from '../core/mmap-io.js';
import { openDevice } from '../device/open.js';
import type { PcmRequest } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { acquirePrivileges } from '../runtime/thread-privileges.js';
import { failedMessage } from '../stream/stream-message.js';
import { EXPERIMENTS } from './experiments.js';
import type { MeasureJob, MeasureMessage } from './job.js';
import { THREAD_TIME } from './measure-time.js';
import { pagePaths } from './page-paths.js';
import { MeasureProgress } from './progress.js';

const job = workerData as MeasureJob;
const privileges = acquirePrivileges(job.privileges);
const mmap: MmapOptions = { syncPtr: job.syncPtr };
let reported = false;

function tell(message: MeasureMessage, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

/** Opens a device; the first one is reported to the user. */
async function open(change: Partial<PcmRequest> = {}, name = job.device): Promise<PcmDevice> {
  const device = await openDevice(name, { ...job.request, ...change });
  if (reported) return device;
  try {
    const { identity, params } = device;
    const paths = pagePaths(device, mmap);
    tell({ kind: 'opened', identity, params, paths, grants: privileges.grants });
    reported = true;
    return device;
  } catch (error) {
    device.close();
    throw error;
  }
}

try {
  const measured = await EXPERIMENTS[job.experiment].run({
    open,
    mmap,
    plan: job.plan,
    settings: job.settings,
    progress: new MeasureProgress(job.progress),
    time: THREAD_TIME,
  });
  const columns = Object.values(measured.raw).map(({ buffer }) => buffer as ArrayBuffer);
  tell({ kind: 'ended', measured }, columns);
} catch (error) {
  tell(failedMessage(error));
} finally {
  privileges.release();
}
