import type { Direction } from '../../device/params.js';
import type { PrivilegeRequest } from '../../runtime/thread-privileges.js';
import type { CommonJob } from '../../stream/job.js';
import type { XrunPolicy } from '../../stream/stream-options.js';
import type { OptionValues } from '../command.js';
import { deviceName, requestFromOptions } from '../device-from-options.js';

/** Shorter streams are over before V8 would be done with their loop. */
const MIN_SECONDS_TO_COMPILE = 5;

/** What the options say of any stream, whatever it is for. */
export function jobFromOptions(
  values: OptionValues,
  direction: Direction,
): Omit<CommonJob, 'counters' | 'losses'> {
  const durationSeconds = (values['duration'] as number | undefined) ?? Number.POSITIVE_INFINITY;
  return {
    device: deviceName(values, direction),
    request: requestFromOptions(values, direction),
    durationSeconds,
    optimizeEarly: isWorthCompiling(durationSeconds),
    syncPtr: values['sync-ptr'] === true,
    privileges: privilegesFromOptions(values),
    onXrun: (values['on-xrun'] as XrunPolicy | undefined) ?? 'recover',
  };
}

/** Whether V8 is to compile the loop of a stream of so many seconds as it begins. */
export function isWorthCompiling(seconds: number): boolean {
  return seconds >= MIN_SECONDS_TO_COMPILE;
}

/** What the options ask of the system for a thread. */
export function privilegesFromOptions(values: OptionValues): PrivilegeRequest {
  return {
    realtimePriority: values['realtime'] as number | undefined,
    cpu: values['cpu'] as number | undefined,
    lockMemory: values['mlock'] === true,
  };
}
