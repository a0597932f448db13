import { Control } from '../core/control.js';
import type { MmapOptions } from '../core/mmap-io.js';
import { Status } from '../core/status.js';
import { SyncPtrStatus } from '../core/sync-ptr-status.js';
import type { PcmDevice } from '../device/pcm-device.js';
import type { AccessPaths } from '../stream/stream-message.js';

/** Access paths of the pages of a device, found by trying. */
export function pagePaths(device: PcmDevice, { syncPtr }: MmapOptions): AccessPaths {
  const sync = new SyncPtrStatus(device);
  const status = new Status(device, sync, syncPtr);
  const control = new Control(device, sync, syncPtr);
  const paths = { status: status.path, control: control.path };
  control.close();
  status.close();
  return paths;
}
