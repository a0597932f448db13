import type { Direction } from '../../device/params.js';
import type { PrivilegeRequest } from '../../runtime/thread-privileges.js';
import type { CommonJob } from '../../stream/stream-thread.js';
import { deviceName, requestFromOptions } from '../device-from-options.js';
import type { DeviceValues, SchedulingValues, StreamValues } from '../options/common.js';

/** The part of a job that is the same for every stream command. */
export function jobFromOptions(
  values: DeviceValues & StreamValues,
  direction: Direction,
): CommonJob {
  return {
    device: deviceName(values, direction),
    request: requestFromOptions(values, direction),
    durationSeconds: values.duration ?? Number.POSITIVE_INFINITY,
    syncPtr: values.syncPtr ?? false,
    privileges: privilegesFromOptions(values),
    onXrun: values.onXrun,
  };
}

/** Privileges that the options request for a thread. */
export function privilegesFromOptions(values: SchedulingValues): PrivilegeRequest {
  return { realtimePriority: values.realtime, cpu: values.cpu, lockMemory: values.mlock };
}
