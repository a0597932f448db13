/** Thread of a measurement: runs the experiment and reports what it opened and measured. */

import { parentPort, workerData } from 'node:worker_threads';
import { Control } from '../core/control.js';
import type { MmapOptions } from '../core/mmap-io.js';
import { Status } from '../core/status.js';
import { SyncPtrStatus } from '../core/sync-ptr-status.js';
import { openDevice } from '../device/open.js';
import type { PcmRequest } from '../device/params.js';
import type { PcmDevice } from '../device/pcm-device.js';
import { ownThreadId } from '../runtime/own-thread-id.js';
import { acquirePrivileges } from '../runtime/thread-privileges.js';
import {
  type AccessPaths,
  failedMessage,
  type OpenedDevice,
  type ThreadMessage,
} from '../stream/thread-messages.js';
import { EXPERIMENTS } from './experiments.js';
import type { MeasureJob, MeasureMemory } from './measure-thread.js';
import { THREAD_TIME } from './measure-time.js';
import type { Measured } from './plan.js';
import { MeasureProgress } from './progress.js';

const job: MeasureJob & MeasureMemory = workerData;
const privileges = acquirePrivileges(job.privileges);
const mmap: MmapOptions = { syncPtr: job.syncPtr };
let reported = false;

function post(
  message: ThreadMessage<OpenedDevice, Measured<object>>,
  transfer: readonly ArrayBuffer[] = [],
): void {
  parentPort?.postMessage(message, transfer);
}

/** Access paths of the pages of a device, found by trying. */
function accessPaths(device: PcmDevice): AccessPaths {
  const sync = new SyncPtrStatus(device);
  const status = new Status(device, sync, job.syncPtr);
  const control = new Control(device, sync, job.syncPtr);
  const paths = { status: status.path, control: control.path };
  control.close();
  status.close();
  return paths;
}

/** Opens a device; the first one is reported to the user. */
async function open(change: Partial<PcmRequest> = {}, name = job.device): Promise<PcmDevice> {
  const device = await openDevice(name, { ...job.request, ...change });
  if (reported) return device;
  try {
    const { identity, params } = device;
    const paths = accessPaths(device);
    const { grants } = privileges;
    post({ kind: 'opened', opened: { identity, params, paths, grants, tid: ownThreadId() } });
    reported = true;
    return device;
  } catch (error) {
    device.close();
    throw error;
  }
}

try {
  const result = await EXPERIMENTS[job.experiment].run({
    open,
    mmap,
    plan: job.plan,
    settings: job.settings,
    progress: new MeasureProgress(job.progress),
    time: THREAD_TIME,
  });
  const columns = Object.values(result.raw).map(({ buffer }) => buffer as ArrayBuffer);
  post({ kind: 'ended', result }, columns);
} catch (error) {
  post(failedMessage(error));
} finally {
  privileges.release();
}
