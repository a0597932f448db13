import type { Direction } from '../../device/params.js';
import type { PrivilegeRequest } from '../../runtime/thread-privileges.js';
import type { CommonJob } from '../../stream/job.js';
import { deviceName, requestFromOptions } from '../device-from-options.js';
import type { DeviceValues, SchedulingValues, StreamValues } from '../options/common.js';

/** Shorter streams end before V8 has compiled their loop. */
const MIN_SECONDS_TO_COMPILE = 5;

/** The part of a job that is the same for every stream command. */
export function jobFromOptions(
  values: DeviceValues & StreamValues,
  direction: Direction,
): Omit<CommonJob, 'counters' | 'losses'> {
  const durationSeconds = values.duration ?? Number.POSITIVE_INFINITY;
  return {
    device: deviceName(values, direction),
    request: requestFromOptions(values, direction),
    durationSeconds,
    optimizeEarly: isWorthCompiling(durationSeconds),
    syncPtr: values.syncPtr ?? false,
    privileges: privilegesFromOptions(values),
    onXrun: values.onXrun,
  };
}

/** True if a stream of this duration gains from compiling its loop at the start. */
export function isWorthCompiling(seconds: number): boolean {
  return seconds >= MIN_SECONDS_TO_COMPILE;
}

/** Privileges that the options request for a thread. */
export function privilegesFromOptions(values: SchedulingValues): PrivilegeRequest {
  return { realtimePriority: values.realtime, cpu: values.cpu, lockMemory: values.mlock };
}
